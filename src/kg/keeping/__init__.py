"""Where and how a program keeps what it can make again: private folders, checked files, plain values."""
