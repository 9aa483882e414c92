"""The facts: who owes what, since when, and when we knew."""
