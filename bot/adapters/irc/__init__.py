"""IRC: everything about the protocol as values (wire.py and what it is made of), and one file that touches the network (link.py)."""
