"""What happened between us and a customer: disputes, promises, plans, blocks, write-offs, hand-overs."""
