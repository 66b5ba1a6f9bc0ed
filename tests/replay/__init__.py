"""Tests of old logs, and a generator of long ones."""
