"""What was known of a customer and an invoice on an evening, as numbers."""
