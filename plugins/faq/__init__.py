"""Answers questions from the knowledge base, when it is sure."""
