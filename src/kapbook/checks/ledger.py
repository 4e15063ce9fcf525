"""Family L: every claim is judged by rule, with evidence that exists, and discussed in one place."""
