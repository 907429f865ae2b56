"""Widgets in, value out; a part owns its own widget keys."""
