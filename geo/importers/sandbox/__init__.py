"""Files of unknown origin, opened in a process of their own that may do next to nothing.

``geo.apart`` confines the process, ``work`` reads in it, ``wire`` brings the records over, and ``host``
takes them.
"""

from geo.importers.sandbox.host import columns_apart, open_apart

__all__ = ["columns_apart", "open_apart"]
