"""What can be solved with: a model for torch, or one for onnxruntime."""

from thinkers.models.onnx.file import OnnxModel
from thinkers.models.store import Model

AnyModel = Model | OnnxModel
"""A trained thinker with its card, whatever computes its steps."""
