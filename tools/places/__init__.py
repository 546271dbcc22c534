"""The parts of ``tools/make_places.py``, one source each."""
