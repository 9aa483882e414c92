"""Penalties that letters claimed: listed, given up, or settled by money no invoice took."""
