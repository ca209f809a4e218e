"""The pure core: policy, facts and clock come in as arguments, values that carry their reasons go out.

No clock, no I/O, no float, no Django (`docs/decisions/0001-a-pure-core.md`). Its layers stand in `pyproject.toml`, and
how other programs use it in `docs/library.md`.
"""
