"""What was kept for as long as it is needed goes."""
