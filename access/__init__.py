"""Who may do what: people and programs that come in, their rights, and the trail of what they did."""
