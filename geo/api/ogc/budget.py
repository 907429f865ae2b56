"""The time that a filter from a stranger may take."""

from __future__ import annotations

import math
from contextvars import ContextVar
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from geo.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

MOST_SECONDS = 4.0
"""The longest that one expression may take over one table."""
_ENDS: ContextVar[float] = ContextVar("filter_ends", default=math.inf)


def limited(work: Callable[P, R]) -> Callable[P, R]:
    """Wrap what works a filter out, so that ``check`` ends it after its time."""

    @wraps(work)
    def timed(*args: P.args, **kwargs: P.kwargs) -> R:
        ending = _ENDS.set(monotonic() + MOST_SECONDS)
        try:
            return work(*args, **kwargs)
        finally:
            _ENDS.reset(ending)

    return timed


def check() -> None:
    """Raise FilterError where the time is over."""
    if monotonic() > _ENDS.get():
        raise FilterError(f"The filter takes more than {MOST_SECONDS:g} seconds to work out; make it simpler.")
