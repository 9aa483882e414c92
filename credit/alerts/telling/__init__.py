"""Alerts to those who should know: a digest to the owner, a webhook to other systems."""
