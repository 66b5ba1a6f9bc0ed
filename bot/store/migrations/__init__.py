"""How the schema came to be what it is: Alembic's environment and one file per step. store/schema.py runs them."""
