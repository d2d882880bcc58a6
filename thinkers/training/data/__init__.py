"""Training data: labelled sets, cached on disk, and the batches of each step."""

from thinkers.training.data.feed import Feed as Feed
from thinkers.training.data.labelling import prepare as prepare
from thinkers.training.data.sets import TRAIN as TRAIN
from thinkers.training.data.sets import VALIDATION as VALIDATION
