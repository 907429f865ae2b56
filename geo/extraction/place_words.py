"""The wording around place names: what makes a name a place of an incident, and what makes it none."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from typing import Final

from geo.extraction.date_words import number

_DIRECTION = r"(?:north|south)(?:-?\s?(?:east|west))?|east|west"
_ADJECTIVE = rf"(?:{_DIRECTION})(?:ern(?:most)?)?|central|upper|lower"

KIND_AFTER: Final = re.compile(
    r"(?i)^(?:'s)?\s+(?P<word>(?:international\s+|military\s+|main\s+|civilian\s+)?(?:air\s?base|air\s?field|airport)s?|air force base|(?:military|army|naval|air)\s+(?:base|airport)"
    r"|bases?|garrison|governorate|province|oblast|state|wilayat|region|district|county|area|sector|border crossing|crossing|city|town|village|suburb"
    r"|local\s+government\s+areas?|municipality|territory|township|commune|sub-?district|tehsil|woreda|upazila|villages|neighbou?rhood|refugee camp|camp|countryside|outskirts|port|valley|desert|mountains?|front|axis|highway|road|dam|refinery|hospital|prison"
    r"|(?:gas|oil)\s?fields?)\b"
)
KIND_BEFORE: Final = re.compile(
    r"(?i)(?:(?:the|a|an)\s+)?(?:\w+\s+)?\b(?P<word>city|town|village|port city|port|province|governorate|district|area|neighbou?rhood|suburb|outskirts|region|state|capital|base|island|settlement|kibbutz|hamlet|camp)\s+(?:of\s+)?$"
)
LOCATIVE: Final = re.compile(
    r"(?i)(?:^|\W)(?:in|near|at|on|around|outside|inside|within|across|throughout|over|above|off|into|against|toward|towards|between|through|along|to|of|from|hit|struck|hitting|striking|targeted|targeting|bombed|shelled|attacked|attacking|bombing|shelling|entered|stormed|captured|recaptured|retook|overran|overrun|raided|pounded|liberated|hits|strikes|targets|shells|bombs|attacks|pounds|rocks|rocked|reached|seized|including|besieged|struck by|administered)"
    r"\s+(?:(?:[A-Z][\w-]+'s|the|both|several|parts? of|outside|[\w-]+-(?:held|controlled|occupied|run|ruled)|(?:north|south)(?:east|west)?|east|west|\w+-central|areas? (?:of|in|around)|downtown|nearby|neighbou?ring|adjacent|a|an|city of|town of|village of|port of|port city of|province of|an area in|areas of|cities of|towns of|villages of)\s+|[a-z]+ern(?:most)?\s+|central\s+|(?:Iraqi|Syrian|Israeli|Ukrainian|Russian|Lebanese|Yemeni|Sudanese|Palestinian|Iranian|Turkish|Afghan|Somali|Nigerian|Malian)\s+|(?:city|town|village|port|border town|border city|port city|capital|province|area)\s+(?:of\s+)?)*$"
)
ORIGIN: Final = re.compile(
    r"(?i)(?:from|by|out of|based in|back to)\s+(?:(?-i:[A-Z])\w+'s\s+|neighbou?ring\s+|inside\s+|(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:areas?|parts?|regions?|territory|territories|positions?|sites?|bases?|soil)\s+(?:in|of|inside)\s+|[\w-]+-(?:controlled|held)\s+(?:areas?|territory|parts)\s+(?:of|in)\s+)?(?:the\s+)?(?:[a-z]+ern\s+)?$"
)
OFFSET: Final = re.compile(
    rf"""(?ix)(?:(?:about|some|roughly|approximately|around|nearly|almost|just|more\ than|over|within|an?\s+estimated)\s+)?
    (?P<count>\d+(?:[.,]\d+)?|\w+)(?:\s*-\s*|\s+)?(?P<unit>kilomet(?:er|re)s?|kms?|miles?|nautical\ miles?|nm|mi)\b\.?
    (?:\s*\([^)]{{1,30}}\))?\s*(?:(?:to\ the\s+)?(?P<dir>{_DIRECTION})\s+(?:of|from)|(?:off|from)\ the\ (?:[a-z]+\ )?(?:coast|shores?)\ of|from|of|off|away\ from|outside|(?P<dir2>{_DIRECTION}))\s+
    (?:the\s+)?(?:(?:(?:port\s+)?city|town|village|port|coast|capital|Yemeni\ port|Yemeni\ port\ city|Iraqi\ capital|Syrian\ capital)\s+(?:of\s+|city\s+of\s+)?|[A-Z][a-z]+(?:'s|i|n)?\s+(?:port\s+(?:city\s+)?of\s+|city\s+of\s+|town\s+of\s+|capital,?\s+))?$"""
    # ruff: noqa: E501 - a pattern is kept whole
)
SIDE: Final = re.compile(
    rf"(?i)(?:to\s+the\s+)?\b(?P<dir>{_DIRECTION})\s+of\s+(?:the\s+)?(?:(?:(?:state|provincial|regional)\s+)?(?:city|town|village|capital|port),?\s+(?:of\s+|city\s+of\s+)?)?$"
)
PART: Final = re.compile(
    rf"(?i)\b(?P<dir>{_ADJECTIVE})(?:\s+(?:and\s+(?:{_ADJECTIVE})\s+)?|(?=\s*-{{1,2}}\s*))(?:part(?:s)?\s+of\s+)?(?:the\s+)?$"
)
CAPITAL: Final = re.compile(
    r"(?:\b(?P<who>[A-Z][a-z]+)\s+|\b(?P<owner>[A-Z][\w ]{2,24})'s\s+|\b(?<=the )|\b(?<=The ))(?P<what>capital(?:\s+city)?)\b(?!\s+of\s+[A-Z]|,?\s+(?:city\s+of\s+)?(?:al-)?[A-Z]|\s+(?:punishment|letters|gains|region|area))"
)
OWNER: Final = re.compile(
    r"(?P<name>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}?)(?:\s+(?:province|state|governorate|region|oblast))?'s\s+(?:[a-z]+\s+){0,3}$"
)
NEARBY: Final = re.compile(
    r"(?i)\b(?:nearby|neighbou?ring|adjacent)\s+(?:(?:town|village|settlement|hamlet)\s+(?:of\s+)?)?$"
)
GOES_ON: Final = re.compile(
    r"(?i)(?:\s+(?:city|town|village|province|district|air\s?base|airport|base))?\s*(?:,|,?\s+and|,?\s+or|,?\s+as\s+well\s+as|,\s+including|/)\s+(?:(?:in|near|the|on|at|around|also)\s+)*(?:(?:city|town|village|cities|towns|villages)\s+of\s+)?"
)
CONTAINER: Final = re.compile(
    r"^(?:'s)?(?:\s+[a-z]+){0,2}?(?:,\s*(?:a\s+(?:[a-z]+\s+){1,4}?)?(?:also\s+)?(?:in|of)\s+|\s+(?:in|of)\s+)(?:the\s+)?(?:[a-z]+ern\s+|central\s+|[A-Z][a-z]+'s\s+)*(?P<of>(?:city|town|province|municipality|district|county|region|state|governorate|department)\s+of\s+)?(?P<name>(?:[A-Z]|al-|el-)[\w'-]+(?:[ -](?:[A-Z]|al-|el-)[\w'-]+){0,2}?)(?:\s+(?P<word>[Pp]rovince|[Gg]overnorate|[Rr]egion|[Oo]blast|[Ss]tate|[Dd]istrict|[Cc]ity))?(?=[\s,.;)]|$)"
)
NEAR: Final = re.compile(
    r"(?i)\b(?:near|nearby|between|close to|outside|around|next to|adjacent to|in the vicinity of|the vicinity of|on the outskirts of|the outskirts of|off the coast of|off|surrounding|not far from)"
    r"\s+(?:of\s+)?(?:the\s+)?(?:\w+ern\s+)?(?:[A-Z][a-z]+i?\s+)?(?:(?:city|town|village|port|port city|border town|border city|capital|coastal city|base|camp)\s+)?(?:of\s+)?(?:the\s+)?$"
)
BORDER: Final = re.compile(
    r"(?i)\b(?:border|frontier|boundary)\s+(?:area\s+|region\s+)?(?:with|between)\s+(?:[A-Z]\w+\s+and\s+)?$|\b(?:along|on|near)\s+the\s+$"
)
BORDER_AFTER: Final = re.compile(r"(?i)^(?:'s)?(?:\s+|-)(?:border|frontier)\b")
LIKE_TITLE: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Cmdr|Cpl|Pvt|Rep|Sen|Gov|Spc|Pfc|President|Prime Minister|Minister|Secretary|Chancellor|Spokesman|spokesman|spokeswoman|spokesperson"
    r"|Ambassador|Sheikh|Sheik|Ayatollah|Imam|Sayyid|King|Prince|Colonel|General|Major|Captain|Commander|commander|Admiral|Lieutenant|Governor|governor|Mayor|mayor|leader|chief|official|Adviser|Advisor|Chief|Officer|Director|journalist|correspondent|activist|lawyer|professor|Judge|Senator)\.?\s+)$"
)
SAYS: Final = re.compile(
    r"^(?:'s)?(?:\s+(?:has|have|had|also|later|earlier|on \w+day|then))*\s+(?:said|says|told|added|announced|tweeted|posted|wrote|confirmed|denied|described|declared|blamed|insisted|stated|noted|stressed|warned|vowed|condemned|accused|called|claimed|urged|argued|believes|reported|den(?:y|ies)|rejects?|rejected|blames?|insists?|claims|accuses|sees|wants|calls|views|summoned|expelled|recalled)\b"
)
TIME_AFTER: Final = re.compile(r"(?i)^\s*(?:local\s+)?(?:standard\s+)?time\b")
MEDIA_AFTER: Final = re.compile(
    r"(?i)^(?:'s)?\s+(?:TV\b|television|channel|news\s+(?:agency|channel|site|outlet)|network|broadcaster|satellite|newspaper|daily|radio|correspondent|reporter|website|media)"
)
MEDIA_BEFORE: Final = re.compile(
    r"(?i)(?:channel|broadcaster|television|network|TV|outlet|newspaper|agency|told|according to|reported by|interview with|reports? (?:from|by))\s+(?:station\s+)?$"
)
MEDIA: Final = re.compile(
    r"\b(?:Al[ -]?(?:Mayadeen|Jazeera|Arabiya|Masirah|Manar|Hadath|Alam|Akhbar|Sumaria|Sharqiya|Iqtisad|Mayadin(?= TV))|Sky News(?: Arabia)?|Sabereen(?: News)?|Shafaq(?: News)?|Rudaw|Kurdistan ?24|Press TV|Fox News"
    r"|Ukrainska Pravda|Kyiv Independent|Moscow Times|Jerusalem Post|Times of Israel|Haaretz|New York Times|Washington Post|Wall Street Journal|Los Angeles Times|Sudan Tribune|Radio Dabanga|Sudan War Monitor|Daily Mail|BBC|CNN|TASS|RIA Novosti|Iraqi News Agency|Saba|SANA|WAFA|IRNA|ISNA|NNA|Tasnim|Interfax|Anadolu|Xinhua|Ukrinform|Suspilne)\b"
)
VESSEL: Final = re.compile(
    r"\b(?:USS|HMS|INS|FS|HNLMS|ITS|FGS|M/?V|M/?T|S/?S|SS)\s+[A-Z0-9][\w-]*(?:\s+[A-Z][\w-]*){0,3}"
    r"|\b(?:vessel|ship|tanker|carrier|freighter|frigate|destroyer|boat)s?,?\s+(?:the\s+|called\s+(?:the\s+)?|named\s+(?:the\s+)?)?(?:[A-Z][\w-]+(?:\s+[A-Z][\w-]+){0,3})"
)
ORGANISATION: Final = re.compile(
    r"\b(?:[A-Z][\w'-]+\s+)*(?:Observatory|Ministry|(?:Assistance|Stabili[sz]ation|Support|Verification|Monitoring)\s+Mission|Interim\s+Force|Agency|Command|Council|Association|Institute|Center|Centre|Hospital Director|Parliament|Congress|Committee|Organi[sz]ation|Government|Authority|(?<!West )(?<!Left )(?<!Right )(?<!East )Bank|Museum|Court|Accords?|Treaty|Conference|Embassy spokes\w+|Health Department|Department|Media Office|Media Cell|Radio|Times|Post|News|Tribune|Herald)(?!\w)"
    r"(?:\s+(?:for|of|(?<=Mission )in|(?<=Force )in)\s+(?:the\s+)?(?:[A-Z][\w'-]+)(?:\s+[A-Z][\w'-]+)*(?:\s+of\s+[A-Z][\w'-]+)?)?"
    r"|\b(?:Operation|Resolution|Task Force|Hurricane)\s+(?:[A-Z][\w'-]+\s*){1,4}|\b(?:Islamic State of|State of|Republic of|Kingdom of)\s+[A-Z]\w+"
)
OFFICE_AFTER: Final = re.compile(
    r"^(?:'s)?\s+(?:Governor|governor|Gov\.|Mayor|mayor|[Rr]egional|officials?|authorities|government|police chief|Operations Command|[Mm]inistry|[Pp]rime [Mm]inister|[Pp]resident|[Ff]oreign|[Dd]efen[cs]e|[Hh]ealth (?:ministry|officials|authorities|department)|spokes\w+|[Mm]edia|representative|envoy|ambassador|embassy spokes\w+|parliament|leader\w*|conflict|war\b|ceasefire|talks|deal)"
)
METONYM: Final = re.compile(
    r"^'s\s+(?:(?:[a-z]+\s+)?(?:claims?|accusations?|demands?|assertions?|stance|statements?|denials?|allegations?|calls?|offer|proposal|threats?|warnings?)|ally|allies|support|decision|policy|role|influence|position|interests|enemies|rival|rivals|help|backing|efforts|demands?|response|presence|proxies|leaders?|government|military)\b"
)
WHERE_SPOKEN: Final = re.compile(
    r"(?i)\b(?:(?:prepared|preparing|ready|intended|planned|bound)\s+(?:to\s+)?(?:be\s+)?(?:launch\w*|attack|strike|fire\w*)?\s*(?:towards?|into|against|at|for|from|in)\s+(?:the\s+)?$)|\b(?:told\s+(?:reporters|journalists|\w+)|said(?!\s+(?:\w+\s+){0,2}(?:were|was|had|have|has)\b|\s+(?:[\w-]+\s+){1,4}?(?:landed|hit|struck|fell|exploded|attacked|targeted|fired|launched|killed|bombed|shelled|carried|conducted|crashed|died|opened|stormed|detonated)\b)|speaking|speech|news conference|press conference|briefing|interview|meeting|talks|summit|statement|transport(?:ed)?|evacuat\w+|medical\w*|flown|headquartered|based|support|solidarity|war|conflict|offensive|(?:military|ground) campaign|ceasefire|truce|aggression|genocide|Palestinians|arriv\w+|travel\w*|visit\w*|funeral|buried|trial|court|protests?)\s+(?:\w+\s+){0,4}?(?:in|at|to|from|outside|on|against|for)\s+(?:the\s+)?$"
)

SOURCE_IN: Final = re.compile(
    r"(?i)\b(?:sources?|officials?|residents?|witness(?:es)?|doctors?|medics?|police|leader|director|activists?|correspondent|reporter|teacher|farmer|resident|administrator)\s+(?:\w+\s+){0,2}?(?:in|at|from)\s+(?:the\s+)?(?:(?:[a-z]+\s+){0,3}(?:of\s+)?)?$"
)
SPEAKS_AFTER: Final = re.compile(
    r"^(?:'s)?(?:,[^,.;]{0,40},)?(?:\s+(?:also|on|late|early|has|have|had|later|\w+day))*\s+(?:said|says|told|spoke|reported|confirmed|put\s+the|described|heard)\b"
)

OWNS_PART: Final = re.compile(
    r"^(?:'s)?\s+(?:[a-z]+\s+)?(?:suburb|district|neighbou?rhood|city|town|village|region|province|governorate|port)\s+of\s+(?![\w' -]{2,30}\s(?:[Pp]rovince|[Gg]overnorate|[Ss]tate|[Rr]egion|[Oo]blast|[Dd]epartment)\b)(?:[A-Z]|al-|el-)"
)

ENDS_IN_KIND: Final = re.compile(
    r"(?i)\s(?:suburb|district|neighbou?rhood|city|town|village|region|area|province|governorate|port)$"
)

OFFICE_BEFORE: Final = re.compile(
    r"(?i)\b(?:governor|mayor|head|chief|administrator|prefect|bishop|archbishop|emir|sultan|president|ambassador|commissioner|spokes\w+)\s+(?:of|for|in|to)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}$"
)

MOVED: Final = re.compile(
    r"(?i)\b(?:fled|fleeing|flee|escaped|displaced|headed|heading|travell?ed|travell?ing|driving|journey|bound|evacuated|taken|transferred|rushed|flown|airlifted|moved|en\s+route|on\s+(?:his|her|their|its)\s+way)\b[^.;,]{0,40}(?:,\s+some[^.;,]{0,20})?\bto\s+(?:the\s+)?(?:[a-z]+\s+){0,2}$|\b(?:leave|left|leaving|fled|fleeing)\s+(?:the\s+)?$|\bto\s+(?:take|capture|seize|retake|recapture|reach|enter|defend|control)\s+(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?){0,3}$"
)

MODIFIERS: Final = frozenset(
    ["north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern", "upper", "lower", "the", "in", "near", "at", "on", "a", "an", "of", "from", "to", "by", "and", "after", "before", "when", "while", "as", "both", "around", "over", "outside", "inside", "since", "between", "during", "with", "against", "late", "early", "for", "into", "across", "camp", "fort", "base", "mount", "jabal", "wadi", "city", "town", "village", "port", "us", "u.s", "israeli", "iraqi", "syrian", "russian", "ukrainian", "lebanese", "palestinian", "yemeni", "houthi-held", "houthi", "sudanese", "iranian", "turkish", "afghan", "nigerian", "somali", "jordanian", "saudi", "pakistani", "rebel-held", "russian-occupied", "israeli-occupied", "russian-held", "government-held", "capital", "district", "province", "occupied", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "air", "airbase", "airport", "airfield", "international", "military", "area", "region", "governorate", "oblast", "state", "refugee", "garrison", "field", "fields", "crossing", "border", "countryside", "neighborhood", "neighbourhood", "suburb", "suburbs", "hospital", "prison", "dam", "refinery", "valley", "mountain", "mountains", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)  # fmt: skip


def kilometres(match: re.Match[str]) -> tuple[float, str] | None:
    """Read count and unit of an ``OFFSET`` match; None where the count is no number."""
    text = match["count"].replace(",", ".")
    value = float(text) if text.replace(".", "", 1).isdigit() else number(text)
    return (float(value), match["unit"]) if value is not None else None


def bearing(text: str) -> str:
    """Give the direction without ``-ern``, blanks and hyphens: ``North-Eastern`` is ``northeast``."""
    word = text.casefold().replace("-", "").replace(" ", "")
    return word.removesuffix("most").removesuffix("ern")
