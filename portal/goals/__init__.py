"""Learning goals of a participant, with check-ins, and with whom each is shared."""
