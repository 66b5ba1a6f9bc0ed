"""The places where people talk, each behind the same small protocol (base.py)."""
