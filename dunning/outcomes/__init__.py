"""Writing the outcome of a contact down, with the facts that follow from it."""
