"""Kills workers at random points for 200 days, then counts what the mail server took.

The work is in `study`: a worker's process begins by reading this file, and must not read all of that again.
"""

import importlib

if __name__ == "__main__":
    importlib.import_module("experiments.0022_killed_workers.study").main()
