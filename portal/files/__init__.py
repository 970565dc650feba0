"""Uploads: what may come in, kept in pieces, and given out again."""
