"""The wording of tolls: numbers, persons, and what befell them."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from typing import Final

WORDED: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|a\s+dozen|two\s+dozen|dozens|scores|hundreds|several|some(?!\s+\d)|a\s+few|a\s+number|multiple|many|a\s+couple|both)"
BOUND: Final = r"(?P<bound>at\s+least|more\s+than|over|as\s+many\s+as|up\s+to|about|around|some|nearly|approximately|roughly|an\s+estimated|at\s+most|fewer\s+than|(?:another|an\s+additional|an?\s+(?:further|other)|no\s+(?:fewer|less)\s+than|a\s+total\s+of|an?\s+estimated|at\s+least|some)(?:\s+(?:at\s+least|about|some|nearly|around))?|well\s+over|upwards\s+of|close\s+to|almost|just\s+over|scores\s+including)?"
NUMBER: Final = rf"{BOUND}\s*(?:the\s+)?(?:between\s+)?(?P<n>(?<![:\d.])\d[\d,]*(?!\d|:|\s*(?:km|kilomet|miles|a\.m|p\.m|-year|years?\b|percent|%))|(?<![\w-]){WORDED}(?![\w])|(?<![\w-])(?:an?|another)(?=\s+(?:[\w.'-]+\s+){{0,3}}(?:{{PERSON}})\b))(?:\s*(?:-|to|and)\s*(?P<n2>\d[\d,]*|{WORDED}\b)(?=\s+(?:people|persons|civilians|soldiers|others|were|wounded|injured|dead|killed|fighters|militants)))?"
PERSON: Final = r"people|persons?|civilians?|soldiers?|troops|service\s?members?|servicem[ae]n|personnel|contractors?|members?|fighters?|militants?|officers?|police(?:m[ae]n)?|wom[ae]n|m[ae]n|children|child|others?|residents?|villagers?|guards?|insurgents?|rebels?|terrorists?|workers?|journalists?|airm[ae]n|medics?|sailors?|crew(?:\s+members?|men)?|seafarers?|mariners?|peshmerga|recruits?|passengers?(?!\s+(?:bus|train|plane|vehicle|boat|ship|van|ferry|jet|car|terminal))|girls?|boys?|teenagers?|commanders?|leaders?|operatives?|patients?|displaced|worshipp?ers|students?|bodyguards?|aides?|observers?|translators?|monitors?|pilgrims|shepherds?|farmers?|drivers?|gunm[ae]n|attackers?|bystanders?|individuals?|Palestinians?|Israelis?|Iraqis?|Syrians?|Ukrainians?|Lebanese|Yemenis?|Sudanese|Americans?|Afghans?|Somalis?|nationals?|Iranians?|Turks|Pakistanis?|Indians?|Saudis?|Egyptians?|Libyans?|Kurds|Russians?|Britons?|Filipinos?|Christians|Jews|Shi'ites|Shiites|Maoists?|jawans?|monks?|nuns?|priests?|citizens?|brothers|sisters|infants?|victims?|dead|wounded|peacekeepers?|tribesmen|elements|paramilitar\w+|relatives|brothers|paramedics|firefighters?|rescuers?|aid\s+workers|employees?|staff|hostages?"
NUM: Final = NUMBER.replace("{PERSON}", PERSON)
KILL: Final = r"(?:killed|dead|died|slain|martyred|perished|lost\s+their\s+li(?:ves|fe)|laid\s+down\s+their\s+lives|embraced\s+martyrdom|shot\s+dead|gunned\s+down|beheaded|executed|massacred|slaughtered|murdered|assassinated|found\s+dead|sent\s+to\s+hell|\"?neutrali[sz]ed\"?|burn(?:t|ed)\s+to\s+death|hacked\s+to\s+death|stabbed\s+to\s+death|was\s+killed|fatally\s+\w+|deaths?)"
HURT: Final = r"(?:wounded|injured|hurt|injuries|hospitali[sz]ed|taken\s+to\s+(?:a\s+|the\s+)?hospitals?|sustained\s+(?:\w+\s+){0,2}injuries|suffered\s+(?:[\w-]+\s+){0,4}injuries)"
NOUNS: Final = r"(?:\s+(?!missiles?\b|drones?\b|rockets?\b|attacks?\b|strikes?\b|shells?\b|UAVs?\b|sites?\b|bases?\b|which\b|after\b|before\b|when\b|while\b|until\b|said\b|(?:weeks?|days?|months?|years?|hours?|minutes?)\b|targets?\b|houses?\b|buildings?\b|vehicles?\b|and\s+(?:\d|an?\b|another\b|one\b|two\b|three\b|four\b|five\b|six\b|several\b|(?:\w+ly\s+)?(?:killed|wounded|injur|left|destroy))|but\b|while\b|killed\b|wounded\b|injured\b)[\w.'/-]+){0,7}?(?:\s*,\s*(?:including|among them|mostly|most of them|all|among)[^,;.]{0,70},|\s+(?:including|among\s+them)\s[^;.]{0,70}?,|\s*,\s*(?:\d+|two|three|four|five|six|seven|eight|nine|ten|many|some|half)\s+of\s+(?:them|whom)[^,;.]{0,40},)?(?:\s*\([^)]{0,40}\))?"
BE: Final = r"(?:\s+(?:was|were|are|is|have\s+been|has\s+been|had\s+been|had|have|being|got|reportedly|also|later|also\s+been|who|of\s+them))*"

_ASIDE: Final = re.compile(
    r"\([A-Z][\w -]{1,12}\)|(?<=\s)-{1,2}\s[^.;-]{0,60}?\b(?:among\s+them|including|of\s+(?:them|whom)|mostly|all)\b[^.;-]{0,50}?\s-{1,2}(?=\s)"
)
ONE_AND: Final = re.compile(
    r"(?:^|[;:,]\s+|\b(?:killed|killing)\s+)\W*(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w.'-]+)\s(?:(?!\b(?:was|were|said|and|killed|wounded|injured|died|when|after|in|on|from|people|strikes?|attacks?|raids?|officials)\b)[^,;.]|(?<=[A-Z])\.)*\s+and\s+(?:at\s+least\s+)?$"
)
OTHERS: Final = re.compile(r"(?i)\s+others?\b")


def without_asides(text: str) -> str:
    """Blank out short forms in brackets and "five of them policemen" between dashes, character for character."""
    return _ASIDE.sub(lambda m: " " * len(m.group()), text)
