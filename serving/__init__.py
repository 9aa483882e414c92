"""The doors: clock, environment, command line, HTTP."""
