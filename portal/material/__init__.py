"""Preparation material: what participants read before a meeting, and from when."""
