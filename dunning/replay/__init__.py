"""Past days replayed: what the reminders of a scenario, or of the rules as they stand, would have been."""
