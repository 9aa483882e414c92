"""Customers in an insolvency proceeding."""
