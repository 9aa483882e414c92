"""Money of a payment that no invoice took."""
