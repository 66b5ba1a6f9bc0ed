"""Patience, a community helper for IRC and Matrix. The picture of the house is in bot/README.md."""
