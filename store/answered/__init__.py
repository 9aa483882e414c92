"""Answers that were given under a key of the asker's choice, to be given again."""
