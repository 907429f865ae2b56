"""Clauses of a sentence, with what joins them: a time, a reason, a relative clause or mere coordination."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

RESPONSE: Final = re.compile(
    r"(?i)\b(?:in\s+(?:direct\s+|immediate\s+|apparent\s+|swift\s+)?(?:response|retaliation|reprisal|revenge)\s+(?:to|for|against)|retaliat\w+\s+(?:for|against|after)|a\s+(?:direct\s+)?response\s+to|respond\w*\s+to|(?:to\s+)?aveng\w+|revenge\s+for|prompted\s+by|triggered\s+by|came\s+after\b|(?:just\s+|only\s+)?(?:[\w-]+\s+)?(?:days?|hours?|weeks?|day)\s+after\b)"
)
_JOINT: Final = re.compile(
    r"""(?ix)
    (?P<response>,?\s*\b(?:in\s+(?:direct\s+|immediate\s+|apparent\s+|swift\s+)?(?:response|retaliation|reprisal|revenge)\s+(?:to|for|against)|in\s+(?:a|an)\s+\w+\s+response\s+to|retaliat\w+\s+(?:for|against)|(?:were|are|was|is)\s+(?:in\s+)?(?:a\s+)?(?:direct\s+)?(?:response|retaliation)\s+(?:to|for)|came\s+(?:in\s+response\s+to|after)|to\s+avenge)\b)
  | (?P<after>,?\s*\b(?:(?:(?:just|only|barely|came|comes|over|less\s+than|more\s+than)\s+)*(?:(?:a|an|one|two|three|four|five|six|several|few|\d+|couple\s+of)\s+)*(?:days?|hours?|weeks?|months?|minutes?)\s+after|after|following|in\s+the\s+wake\s+of)\b(?!\s+(?:midnight|dawn|dusk|noon|sunset|sunrise|\d|that\b)))
  | (?P<time>,?\s+\b(?:when|as(?=\s+(?:the|a|an|it|they|he|she|(?-i:[A-Z])[\w.]*|two|three|several|many|\w+s)\s)(?!\s+(?:a\s+(?:result|response)|well|many|part|in|an?\s+\w+\s+of))|while|before|during)\b)
  | (?P<including>,?\s+\bincluding\s+(?:an?|one|two|the|(?-i:[A-Z])\w+day's)\s+(?:[\w-]+\s+){0,4}?(?:attacks?|strikes?|bombings?|raids?|ambush|shooting|explosion|blast)\b)
  | (?P<relative>,?\s+(?:which|who|that(?=\s+(?:killed|wounded|injured|targeted|hit|struck|left|caused|was|were|began|destroyed|hosts?|houses?|used|have|has|had|impacted|came|posed|oppose))|where)\b)
  | (?P<coord>;|,?\s+(?:and|but)\s+(?=(?:(?:the|a|an|another|two|three|four|several|at\s+least|later|then|on|in|also|separately|a\s+separate|other|its|his|their)\s+|(?-i:[A-Z])[\w.'-]*\s+)(?:[\w.'-]+\s+){0,7}?(?:struck|hit|targeted|attacked|bombed|shelled|fired|launched|killed|wounded|injured|was|were|exploded|shot|intercepted|downed|destroyed|carried|conducted|detonated|clashed|ambushed|stormed|crashed|landed|fell)\b)|,\s+(?=(?:with|causing|killing|wounding|injuring|leaving|hitting|striking|targeting|destroying|damaging)\b)|\s+-{1,2}\s+)
    """
    # ruff: noqa: E501 - a pattern is kept whole
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence, in characters of the sentence; ``joint`` says how it hangs on the one before."""

    start: int
    end: int
    joint: str

    @property
    def is_other_event(self) -> bool:
        """True where it tells of something earlier, to which the main clause reacts."""
        return self.joint in {"response", "after"}


def split(text: str) -> list[Clause]:
    """Split a normalised sentence; the first clause is ``main`` unless it opens with "After ..., "."""
    starts: list[tuple[int, str]] = [(0, "main")]
    for match in _JOINT.finditer(text):
        joint = match.lastgroup or "coord"
        if match.start() <= 1:
            starts[0] = (0, joint)
        else:
            starts.append((match.start(), joint))
    first = starts[0][1]
    if first in {"after", "response", "time"}:
        comma = re.search(r",\s+(?=(?:the|a|an|[A-Z]|two|three|at\s+least|several|\w+s\s))", text)
        if comma and not any(comma.start() < at < comma.end() + 1 for at, _ in starts[1:]):
            starts.append((comma.start(), "main"))
    starts.sort()
    ends = [at for at, _ in starts[1:]] + [len(text)]
    return [Clause(at, end, joint) for (at, joint), end in zip(starts, ends, strict=True) if end > at]
