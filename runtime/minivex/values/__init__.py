"""Convex values: what they are, their order, their ids and their JSON."""
