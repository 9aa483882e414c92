"""Whom to trust and how far: limits, acceptance, cover, alerts. Decisions are pure and say why."""
