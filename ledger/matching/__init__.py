"""Which bank entry pays which invoice: proposed with a reason, applied when sure, undone when wrong."""
