"""Pages for people, from one template that escapes everything it is given.

A page is a plain description: ``title``, ``crumbs`` (text, address), ``text``, ``facts`` (label,
text), ``table`` (``head`` and ``rows`` of cells) and ``links``. A cell is a text, or a text with an address.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_FOLDER = Path(__file__).parent / "templates"
_STYLE = (_FOLDER / "page.css").read_text(encoding="utf-8")
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
PAGE_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""Content-Security-Policy of the pages: our own style, and nothing else."""


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["address"] = lambda text: str(text).startswith(("http://", "https://"))
    return environment.get_template("page.html")


def rendered(view: dict[str, Any]) -> str:
    """Give the page."""
    return _template().render({"crumbs": (), "text": "", "facts": (), "table": None, "links": ()} | view, style=_STYLE)


def shown(value: Any) -> str:
    """Say a value of a property in a cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(shown(v) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{k}: {shown(v)}" for k, v in value.items() if v is not None)
    return str(value)
