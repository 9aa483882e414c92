"""Whether a customer will default within a year: the definition, the model, and what it answers."""
