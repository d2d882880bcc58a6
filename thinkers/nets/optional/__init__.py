"""Optional parts of architectures that no shipped model uses: read them last.

`budgets` lets the units of DT-L's step share its proven constant unevenly. After the
kappa-budgeting project (ENABOL, 2026). Not measured on a problem here; in short trainings the
shares hardly leave `equal`, since they move a tenth as fast as the weights. Leave it out unless
that sharing is what you study.

`ungated` is DT-L's block with added skips, as in DT-R, or with none (`skip`), to see what the
interpolation does: `benchmarks/ablations.py` measures it. Added skips cannot be
certified.
"""
