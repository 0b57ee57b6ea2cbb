"""What a function can ask for besides the database: schedules, files, identities, HTTP."""
