"""Convolution kernels and fused operations for CPUs, behind one interface."""
