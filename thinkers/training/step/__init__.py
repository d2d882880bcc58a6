"""One training step: the loss, its gradients, and what moves the weights."""
