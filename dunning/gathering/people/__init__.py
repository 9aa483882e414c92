"""Who a customer is, and how it is reached."""
