"""What belongs to this browser session: its channel, the atlas, who edits, the theme."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Literal

import streamlit as st

from geo.api import access
from geo.settings import PersonSettings, ServerSettings
from geo.workflows.process import shared_atlas

if TYPE_CHECKING:
    from geo.workflows.atlas import Atlas, Snapshot

_EDITOR = "session_editor"


def atlas() -> Atlas:
    """Give the one atlas of this process."""
    return shared_atlas()


def snapshot() -> Snapshot:
    """Give what the store holds now."""
    return shared_atlas().snapshot()


def channel() -> str:
    """Name this session's own channel, so that two tabs do not move each other."""
    return str(st.session_state.setdefault("session_channel", uuid.uuid4().hex))


def theme() -> Literal["light", "dark"]:
    """Tell which theme the browser shows; light until it has said so."""
    return "dark" if st.context.theme.type == "dark" else "light"


def base() -> str:
    """Give the path of our own routes, which the components fetch from: ``/atlas`` or ``/name/atlas``."""
    prefix = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{prefix}/atlas" if prefix else "/atlas"


def signed_in() -> bool:
    """Tell whether this session's reader has signed in; never where no provider is configured."""
    return bool(st.user.get("is_logged_in", False))


def token() -> str | None:
    """Give what this session's requests must carry: None, or a signed token where sign-in is configured."""
    server = ServerSettings()
    if not server.sign_in or not signed_in():
        return None
    return access.mint(server, str(st.user.get("email") or st.user.get("sub")))


def editor() -> str | None:
    """Name who edits, from the settings or from what was given on this page; None when not known."""
    return PersonSettings().editor or st.session_state.get(_EDITOR) or None


def ask_editor() -> str | None:
    """Ask for a name when none is known; every change is recorded with who made it."""
    known = PersonSettings().editor
    if known:
        return known
    name = st.text_input(
        "Your name, for the record",
        value=st.session_state.get(_EDITOR, ""),
        key="ask_editor",
        placeholder="Name or initials",
        help="Every change keeps who made it, when and why. Set INCIDENT_ATLAS_EDITOR to be asked no more.",
    )
    st.session_state[_EDITOR] = name.strip()
    return name.strip() or None
