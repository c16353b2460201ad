"""How often something may be done, counted across all processes."""
