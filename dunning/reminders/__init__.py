"""The day: decide, write down, put in the outbox, and settle what became of it."""
