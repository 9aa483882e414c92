"""Numbered studies: each states a QUESTION, and its run writes RESULT.md."""
