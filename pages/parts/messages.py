"""How a fault becomes a message on the page: one table from class to what the reader can do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import AccessError, AtlasError, FilterError, InputError, NotFoundError, StaleEditError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES: dict[type[AtlasError], str] = {
    FilterError: "This filter cannot be read",
    InputError: "This input cannot be used",
    NotFoundError: "This record is not in the store",
    StaleEditError: "Somebody else changed this meanwhile",
    StoreError: "The store could not do that",
    AccessError: "Please sign in",
    AtlasError: "That did not work",
}


def show_error(error: AtlasError) -> None:
    """Show what failed as plain text; imported text in it is never markup."""
    title = next(words for kind, words in TITLES.items() if isinstance(error, kind))
    with st.container(border=True):
        st.markdown(f":material/error: **{title}**")
        st.text(str(error))


@contextmanager
def guard() -> Iterator[None]:
    """Turn an expected fault inside the block into a message; the app stays up."""
    try:
        yield
    except AtlasError as error:
        show_error(error)
