"""Readers of names, each of which proposes some, and the choice among what overlaps where no table decides."""
