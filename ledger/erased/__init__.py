"""Customers whose person was erased: what files tell of who they are is not taken again."""
