"""Whether an order may leave."""
