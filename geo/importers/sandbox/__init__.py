"""Files of unknown origin, opened in a process of their own that may do next to nothing.

``cell`` takes the process's rights away, ``work`` reads in it, ``wire`` brings the records over, and
``host`` starts, feeds, watches and ends it.
"""

from geo.importers.sandbox.host import columns_apart, open_apart

__all__ = ["columns_apart", "open_apart"]
