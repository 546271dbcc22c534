"""What many documents tell, in tables that grow on disk and not in memory: summed, resolved, merged, read in order."""
