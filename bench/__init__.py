"""The benchmark: `make bench`, `make bench FIGURE=list_p95_ms`, `make bench ROWS=1000000`. See docs/speed.md."""
