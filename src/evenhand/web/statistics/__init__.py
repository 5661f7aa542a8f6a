"""Statistics pages: grades counted, with charts, tables, files and a map of authorities; the public tier only."""
