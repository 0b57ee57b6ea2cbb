"""Queries, mutations and actions: how a registered function runs, step by step."""
