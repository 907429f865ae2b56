"""Incident Atlas: publicly reported incidents, who reports them, and where they happened."""

import os

__version__ = "0.1.0"

# read when Arrow is loaded: threads that share two pools of freed pages take fewer fresh ones (geo.workflows.heap)
os.environ.setdefault("JE_ARROW_MALLOC_CONF", "narenas:2")
