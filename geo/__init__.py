"""Incident Atlas: publicly reported incidents, who reports them, and where they happened."""

__version__ = "0.1.0"
