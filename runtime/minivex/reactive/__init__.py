"""Reactivity: what a result depended on, who waits for it, and results that are still good."""
