"""People, organisations, positions and memberships; signing in."""
