"""Files of unknown origin, opened in a process of their own that may do next to nothing.

``cell`` takes the process's rights away and runs one module of ours, ``wire`` brings back what it says,
and ``host`` starts, feeds, watches and ends it.
"""

from geo.apart.host import Cell, Limits

__all__ = ["Cell", "Limits"]
