"""Loads the servers of the tests as fixtures, and says how long property tests search: briefly, or with SOAK=1 for long."""

import os

from hypothesis import settings

pytest_plugins = ["tests.servers.fixtures"]

settings.register_profile("fast", max_examples=12, deadline=None)  # the whole fast suite is to take seconds
settings.register_profile("soak", max_examples=2000, deadline=None)
settings.load_profile("soak" if os.environ.get("SOAK") else "fast")
