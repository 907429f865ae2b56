"""Settings, one class per subject, read from ``INCIDENT_ATLAS_*`` in the environment or a ``.env`` file.

Built in the entry points and passed down; nothing here is read at import.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_CONFIG = SettingsConfigDict(env_prefix="INCIDENT_ATLAS_", env_file=".env", extra="ignore", frozen=True)


def _default_store() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "incident-atlas"


class StoreSettings(BaseSettings):
    """Where records are kept. ``database`` is an SQLAlchemy URL; None is SQLite inside ``store``."""

    model_config = _CONFIG

    store: Path = Field(default_factory=_default_store)
    database: str | None = None


class PersonSettings(BaseSettings):
    """Who edits, for the revisions; None makes the page ask."""

    model_config = _CONFIG

    editor: str | None = None


class ServerSettings(BaseSettings):
    """How the dashboard is served.

    ``sign_in`` makes every route ask for a signed-in session or the machine ``token``;
    ``secret`` signs the sessions (None: one made for this process). ``public_url`` is the address
    that a proxy gives the dashboard, for absolute links (None: that of each request).
    """

    model_config = _CONFIG

    host: str = "127.0.0.1"
    port: int = 8501
    sign_in: bool = False
    token: SecretStr | None = None
    secret: SecretStr | None = None
    public_url: str | None = None


class ModelSettings(BaseSettings):
    """A language model of the user's, which may propose claims from reports; off while ``endpoint`` is None.

    ``endpoint`` is the base address of an OpenAI-compatible service, ``name`` the model's name there.
    """

    model_config = SettingsConfigDict(**(_CONFIG | {"env_prefix": "INCIDENT_ATLAS_MODEL_"}))

    endpoint: str | None = None
    name: str = "default"
    key: SecretStr | None = None


class FetchSettings(BaseSettings):
    """Fetching a report by its address, which only happens when the user asks: off where ``allowed`` is false.

    ``mb`` is the largest page in megabytes, ``seconds`` the longest that it may take in all.
    """

    model_config = SettingsConfigDict(**(_CONFIG | {"env_prefix": "INCIDENT_ATLAS_FETCH_"}))

    allowed: bool = True
    mb: int = 10
    seconds: float = 20


class LimitSettings(BaseSettings):
    """What protects the server from one file: megabytes, characters a cell, seconds."""

    model_config = _CONFIG

    upload_mb: int = 1024
    cell_chars: int = 1_000_000
    parse_memory_mb: int = 4096
    parse_seconds: int = 900


def data_dir() -> Path:
    """Give the folder of curated facts: beside the package in a clone, inside it in a wheel."""
    return app_dir() / "data"


def app_dir() -> Path:
    """Give the folder that holds ``dashboard.py``, ``pages/`` and ``data/``."""
    package = Path(__file__).parent
    installed = package / "_app"
    return installed if installed.is_dir() else package.parent
