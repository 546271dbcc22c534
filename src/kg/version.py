"""The version of the program, which files that it writes name as their maker."""

__version__ = "0.1.0"
