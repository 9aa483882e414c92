"""The default model as a run sees it."""
