"""Transactions: a snapshot overlaid with own writes, and the record of what was read."""
