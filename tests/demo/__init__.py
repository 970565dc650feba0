"""Tests of the demo around the portal."""
