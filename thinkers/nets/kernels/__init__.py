"""Convolutions and fused operations of one processor core, behind one seam."""
