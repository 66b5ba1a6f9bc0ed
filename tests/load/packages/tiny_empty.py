"""A module that is no plugin: for the tests of the loader."""
