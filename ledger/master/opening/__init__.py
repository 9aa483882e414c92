"""The account-opening file: what is known of a customer, what is missing, and what that blocks."""
