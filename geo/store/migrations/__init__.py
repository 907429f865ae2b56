"""Numbered, transactional migrations of the casebook, run by ``geo.store.database``."""
