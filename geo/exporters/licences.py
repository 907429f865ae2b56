"""Which licences forbid passing rows on.

A licence that says nothing either way does not forbid; a public export says so in a notice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model.values import DatasetInfo

_FORBIDS = re.compile(
    r"\bacled\b|all rights reserved|proprietary|confidential|internal use|restricted"
    r"|\b(no|not|non|without|prohibit\w*|forbid\w*|restrict\w*)\b[\s\w,-]{0,40}?redistribut"
    r"|redistribution[\s\w]{0,20}(prohibited|forbidden|not)",
    re.IGNORECASE,
)


def refusal(info: DatasetInfo | None, licence: str | None) -> str | None:
    """Say why rows of a dataset under a licence may not be passed on; None where they may.

    What is recorded of the dataset decides over the wording of its licence, but a row's own
    licence that forbids is never overruled.
    """
    stated = info.licence if info else None
    words = licence or stated
    if info is not None and info.redistributable is False:
        return f"its licence ({words or 'not stated'}) does not allow redistribution"
    allowed = info is not None and info.redistributable is True and words == stated
    if words and not allowed and _FORBIDS.search(words):
        return f"its licence ({words}) does not allow redistribution"
    return None
