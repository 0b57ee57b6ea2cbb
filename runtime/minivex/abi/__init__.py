"""The second front end: Convex's function ABI, answered by the same steps as ctx."""
