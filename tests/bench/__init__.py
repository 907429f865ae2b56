"""Measures: ``python -m tests.bench`` runs them all, each module is runnable by itself."""
