"""Models in ONNX: a file that holds a thinker's network and its card, and that needs no torch."""
