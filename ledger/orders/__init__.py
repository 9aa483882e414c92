"""Orders not yet invoiced, which count towards exposure."""
