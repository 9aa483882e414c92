"""The outbox, and the ways out."""
