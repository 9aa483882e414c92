"""Messages as they are written and put in the outbox, with what is claimed in them and what goes along."""
