"""The commands, one a file: each parses its options, calls one library function, and renders what it gives."""
