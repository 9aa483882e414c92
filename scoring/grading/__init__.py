"""What grades turned out to be worth: defaults by grade, and how customers moved between grades."""
