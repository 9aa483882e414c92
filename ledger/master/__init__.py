"""Who customers are and what was agreed: the customer master, its contacts, and names that mean the same."""
