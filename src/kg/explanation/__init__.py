"""Why a name or relation was read, and why another was not."""
