"""One table from our errors to HTTP statuses, and the guard that every route passes through."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from geo.api.access import check
from geo.errors import (
    AccessError,
    AtlasError,
    FilterError,
    InputError,
    NotFoundError,
    StaleEditError,
    StoreBusyError,
    StoreError,
    TooLargeError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from geo.settings import ServerSettings

STATUS: dict[type[AtlasError], int] = {
    AccessError: 401,
    NotFoundError: 404,
    StaleEditError: 409,
    TooLargeError: 413,
    FilterError: 400,
    InputError: 400,
    StoreBusyError: 503,
    StoreError: 500,
    AtlasError: 500,
}
"""The first class in an error's line of ancestors that stands here decides."""


def answer(error: AtlasError) -> JSONResponse:
    """Give the error as JSON with the status of its class."""
    status = next(STATUS[c] for c in type(error).__mro__ if c in STATUS)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse({"error": str(error)}, status_code=status, headers=headers | {"Cache-Control": "no-store"})


def guarded(endpoint: Callable[[Request], Response], server: ServerSettings) -> Callable[[Request], Response]:
    """Wrap an endpoint so that it asks for access first and answers our errors in one sentence."""

    def checked(request: Request) -> Response:
        check(request, server)
        return endpoint(request)

    return open_to_all(checked)


def open_to_all(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Wrap an endpoint so that it answers our errors in one sentence."""

    @wraps(endpoint)
    def answered(request: Request) -> Response:
        try:
            return endpoint(request)
        except AtlasError as error:
            return answer(error)

    return answered
