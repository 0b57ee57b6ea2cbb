"""The stored database: tables, document revisions and immutable snapshots of both."""
