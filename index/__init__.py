"""Passages -> an index on disk; a question -> hits."""
