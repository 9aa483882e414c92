"""The lateness model as the subject of a run."""
