"""Loads the servers of the tests as fixtures."""

pytest_plugins = ["tests.servers.fixtures"]
