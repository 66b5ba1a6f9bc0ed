"""The one place that touches a database: what is remembered beyond a restart, and what is still to be said."""
