"""Ordered indexes: byte keys, half-open intervals, and a persistent sorted map."""
