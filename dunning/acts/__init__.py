"""What people do about the steps that were decided."""
