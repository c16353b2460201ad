"""Every read of the search table."""
