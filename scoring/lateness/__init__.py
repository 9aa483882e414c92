"""When an invoice will be paid: hazards, curves, dates."""
