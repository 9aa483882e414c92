"""The default model's estimator on any labelled table: how it is fitted, calibrated and judged."""
