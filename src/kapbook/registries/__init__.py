"""The verifier: polite clients of the registries, frozen records of what they said, and the comparison with ours."""
