"""Who may ask: a signed session of the dashboard, or the machine token from the settings."""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, URLSafeTimedSerializer

from geo.errors import AccessError

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from geo.settings import ServerSettings

HEADER = "X-Atlas-Session"
SESSION_SECONDS = 12 * 3600


@lru_cache(maxsize=1)
def _process_secret() -> str:
    return secrets.token_hex(32)


def _signer(server: ServerSettings) -> URLSafeTimedSerializer:
    secret = server.secret.get_secret_value() if server.secret else _process_secret()
    return URLSafeTimedSerializer(secret, salt="incident-atlas-session")


def mint(server: ServerSettings, who: str) -> str:
    """Make the token with which the browser of a signed-in person asks the routes."""
    return _signer(server).dumps(who)


def check(request: HTTPConnection, server: ServerSettings) -> None:
    """Let the request through, or raise AccessError. Without sign-in everyone may ask.

    The token comes in the header ``X-Atlas-Session``, as ``Authorization: Bearer``, or for downloads
    as the query parameter ``token``.
    """
    if not server.sign_in:
        return
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    given = request.headers.get(HEADER) or bearer or request.query_params.get("token", "")
    machine = server.token.get_secret_value() if server.token else ""
    if machine and hmac.compare_digest(given.encode(), machine.encode()):
        return
    try:
        _signer(server).loads(given, max_age=SESSION_SECONDS)
    except BadSignature as error:
        raise AccessError("Sign in to the dashboard, or send the machine token from the settings.") from error
