"""Real servers as throw-away test fixtures: loopback only, in folders of their own, gone with the test process."""
