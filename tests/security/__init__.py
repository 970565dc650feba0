"""Attacks: what must not be possible, tried on the whole portal."""
