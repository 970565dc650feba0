"""Tests of mail that comes in."""
