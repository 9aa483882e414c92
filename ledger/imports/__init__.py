"""From the lines of a file to facts added and facts corrected."""
