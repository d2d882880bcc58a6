"""One training step: the loss, its gradients, and the optimiser."""
