"""Ways to go once reminders are over, compared by what each is expected to bring."""
