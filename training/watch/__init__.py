"""Is the model in service still what it was? Drift, calibration, performance, and the data it is fed."""
