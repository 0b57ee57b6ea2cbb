"""Optimistic concurrency control: validate what was read, then publish what was written."""
