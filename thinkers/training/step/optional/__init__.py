"""Optional parts of a training step that no shipped recipe uses: read them last.

`throttle` and `throttled_step` shorten a step that would outrun the curvature of the loss
(`optimizer.throttle`; after the kappa-budgeting project, ENABOL 2026). On full-batch least squares
over a grid of gains and learning rates, 30 % of runs diverge without one and none with `guard`
(`benchmarks/throttle.py --cells 11`); not measured on our problems. Leave it out wherever training
is stable: it can only shorten steps.

`muon` makes steps whose directions are all equally long (`optimizer.name = "muon"`; Jordan et al.
2024), and `caps` then keeps the step's free kernels from growing (`optimizer.cap`; Newhouse et al.
2025). Not measured against Adam here. A cap is no certificate: a 3x3 convolution may stretch by 3
times its cap. Not to fine-tune what another optimiser trained.
"""
