"""What people object to an automatic decision, and what a person decides in its place."""
