"""The short way from a widget to the map, ahead of the page that is described anew."""

from __future__ import annotations

from geo.api import live
from geo.errors import AtlasError
from geo.workflows.search import select
from pages.parts import session
from pages.parts.filter_state import changed_filter


def overtake() -> None:
    """Tell the map a filter that the widgets have just come to state, where a map listens.

    What goes wrong here is left to the page itself, which meets and shows the same.
    """
    channel = session.channel()
    if not live.hears(channel):
        return
    chosen = changed_filter()
    if chosen is None:
        return
    try:
        live.tell(channel, select(session.snapshot(), chosen))
    except AtlasError:
        return
