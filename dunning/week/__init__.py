"""The weekly review: what is due, promised, stuck and changed, by who looks after it."""
