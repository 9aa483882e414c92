"""The draws of the hold-out as the database holds them."""
