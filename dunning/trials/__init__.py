"""What reminders do: the hold-out, its log, and what is estimated from it."""
