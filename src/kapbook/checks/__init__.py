"""The linter of the book: one function a rule, families C, E, N, L, B and S."""
