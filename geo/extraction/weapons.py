"""With what: weapons that were used, told apart from weapons that were struck."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WEAPONS: Final = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("suicide vest", r"\b(?:explosive|suicide) (?:vests?|belts?)\b"),
        ("car bomb", r"\b(?:car|truck|vehicle|lorry|van|minibus) bomb(?:s|ers?|ings?)?\b|\bS?VBIEDs?\b|\bvehicle-borne (?:improvised )?explosive\w*|\bexplosives?-(?:laden|packed|rigged) (?:car|truck|lorry|vehicle|van|minibus|tanker)s?|\b(?:car|truck|lorry|vehicle|van|minibus|tanker|bus|taxi)s? (?:that was |which was )?(?:packed|laden|loaded|rigged|filled) with (?:\w+ )?explosives?|\blorry bombs?"),
        ("suicide bomb", r"\bsuicide (?:bomb\w*|attack\w*)\b|\bblew (?:himself|herself) up\b"),
        ("improvised explosive device", r"\bIEDs?\b|\bimprovised explosive devices?\b|\broadside bombs?\b|\bexplosive devices?\b|\bland\s?mines?\b|\b(?:over|on|by|hit|struck|a)\s+(?:an?\s+)?(?:anti-tank\s+|anti-personnel\s+)?mines?\b(?!\s*(?:work|shaft|clear))|\bsticky bombs?\b|\bbomb (?:exploded|went off|blast)|\bmotorcycle bomb|\bplanted (?:a )?bombs?"),
        ("glide bomb", r"\b(?:guided|glide) (?:aerial )?bombs?\b"),
        ("barrel bomb", r"\bbarrel bombs?\b"),
        ("ballistic missile", r"\b(?:(?:close|short|medium|intermediate)-range )?ballistic missiles?\b|\bCRBMs?\b|\bASBMs?\b|\bIskander\b|\bScud\b|\bKinzhal\b"),
        ("cruise missile", r"\b(?:land[- ]attack )?cruise missiles?\b|\bTomahawks?\b|\bKalibr\b|\bStorm Shadow\b"),
        ("anti-ship missile", r"\banti-?ship (?:ballistic |cruise )?missiles?\b|\bASCMs?\b"),
        ("anti-tank missile", r"\banti-?tank (?:guided )?missiles?\b|\bATGMs?\b|\bKornet\b"),
        ("unmanned surface vessel", r"\b(?:uncrewed|unmanned) (?:surface|underwater) (?:vessel|vehicle)s?\b|\bUSVs?\b|\bUUVs?\b|\b(?:sea|naval) drones?\b|\b(?:drone|bomb-laden|explosives-laden) boats?\b"),
        ("one-way attack drone", r"\bone-?way (?:attack |uncrewed |unmanned )*(?:drones?|UAVs?|UASs?|aerial|uncrewed|unmanned)[\w ]*|\bOWA[- ]?(?:UAV|UAS|drone)s?|\b(?:suicide|kamikaze|explosives?-laden|exploding|explosive|bomb-laden|armed|attack|booby-trapped|Shahed(?:-\d+)?|loitering|FPV) (?:drones?|UAVs?|munitions?)\b|\bShaheds?\b|\bfixed-wing (?:armed )?drones?|\bone-way (?:unmanned|uncrewed) aerial (?:vehicle|system)s?"),
        ("drone", r"\bdrones?\b|\bUAVs?\b|\bUASs?\b|\b(?:unmanned|uncrewed) aerial (?:vehicle|system|attack)s?\b|\bunmanned aerial\b|\bquadcopters?\b"),
        ("rocket", r"\brockets?(?!\s+launch)\b|\bKatyushas?\b|\bGrads?\b|\bMLRS\b|\bHIMARS\b|\brocket launchers?\b"),
        ("missile", r"\bmissiles?\b|\bATACMS\b|\bS-[234]00\b"),
        ("mortar", r"\bmortars?\b"),
        ("artillery", r"\bartillery\b|\bshell(?:s|ing|ed|fire)?\b|\bhowitzers?\b|\bprojectiles?\b"),
        ("tank fire", r"\btank (?:fire|shells?|rounds?)\b"),
        ("airstrike", r"\bair\s?-?strikes?\b|\bair raids?\b|\b(?:war)?planes?\b|\b(?:fighter )?jets?\b|\bF-\d+\w*\b|\bfighter aircraft\b|\baerial bomb\w*|\baircraft (?:struck|hit|bombed|carried)|\bprecision(?:-guided)? (?:air)?strikes?|\bhelicopters? (?:fired|gunships?|struck)|\bgunships?\b|\bairst"),
        ("grenade", r"\b(?:hand |rocket-propelled )?grenades?\b|\bRPGs?\b"),
        ("small arms", r"\bgunfire\b|\bgunm[ae]n\b|\bopened fire\b|\bshot (?:dead|and|at)\b|\bgunned\b|\bsmall[- ]arms\b|\bautomatic weapons\b|\bmachine[- ]guns?\b|\bshootings?\b|\brifles?\b|\bsnipers?\b"),
        ("knife", r"\bknife\b|\bstabb\w+|\bmachetes?\b"),
        ("explosive", r"\bbombings?\b(?!\s+(?:raid|run|campaign))|\bbombs?\b(?!\s+(?:squad|disposal|threats?|shelters?|scares?|making))|\bexplosives\b|\bexplosive charges?\b"),
        ("chemical weapon", r"\bchlorine\b|\bsarin\b|\bchemical (?:weapons?|attack)\b"),
    )
)  # fmt: skip
_STRUCK_AFTER: Final = re.compile(
    r"(?ix)\b(?:destroy\w*|struck|target\w*|hit|bombed|against|sank|strikes?\s+on|strikes?\s+against|eliminat\w*|damag\w*|engag\w*|suppress\w*|stor(?:e|ed|age|ing)|hous(?:ed|ing)|capabilit\w+|prepared\s+to|depots?|factory|warehouses?|production\s+of|facilities\s+for|locations\s+for|training\s+(?:locations\s+)?for|attack\s+on\s+an?)\s+(?:[\w.,'()-]+\s+){0,9}$"
)
_STORE_WORD: Final = re.compile(
    r"(?i)^\W*(?:\([^)]*\)\s*)?(?:and\s+(?:missile|rocket|drone|UAV|weapons?)\s+)?(?:launch(?:er|ers|ing)?(?:\s+(?:site|pad|position|platform)s?)?\b|storage|depots?|warehouses?|facilit\w+|factor\w+|production|capabilit\w+|sites?\b|launch\s+site|stockpiles?|caches?|positions?|batter(?:y|ies)|systems?\s+(?:site|position)|units?\b|command|ground\s+control|control\s+station|crews?|manufactur\w+|workshops?|components|operators?|threat|programme?|inventory)"
)
_DEFENSIVE: Final = re.compile(
    r"(?i)\b(?:patriot|air[- ]defen[cs]e|interceptor|iron dome|SM-[236]|MIM-\d+|anti-aircraft|surface-to-air|to defend|C-RAM)\b"
)


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """A weapon in a sentence. ``role`` is ``used``, ``struck`` (it was what was hit) or ``defence``."""

    # ruff: noqa: E501 - a pattern is kept whole

    start: int
    end: int
    text: str
    name: str
    role: str


def find(text: str) -> list[WeaponMention]:
    """Give the weapons of a normalised sentence, the more specific name first, spans in the sentence."""
    found: list[WeaponMention] = []
    for name, pattern in _WEAPONS:
        for match in pattern.finditer(text):
            if not any(w.start < match.end() and match.start() < w.end for w in found):
                found.append(WeaponMention(*match.span(), match.group(), name, _role(text, match)))
    return sorted(found, key=lambda w: w.start)


def _role(text: str, match: re.Match[str]) -> str:
    before, after = text[max(0, match.start() - 90) : match.start()], text[match.end() : match.end() + 50]
    if _DEFENSIVE.search(text[max(0, match.start() - 22) : match.end() + 6]) or re.match(
        r"(?i)\s+(?:was |were )?(?:\w+\s+){0,3}to defend", after
    ):
        return "defence"
    if _STORE_WORD.match(after):
        return "struck"
    if re.search(r"(?i)bombs?\b|IEDs?\b|explosive|mines?\b|vest", match.group()) and "bombs" not in before[-12:]:
        return "used"
    clause = re.split(r"[;,]|\b(?:with|by|using|after|when|while|in response to|of)\b(?=[^;,]*$)", before)[-1]
    if _STRUCK_AFTER.search(clause) and not re.search(r"(?i)\b(?:by|with|using)\s+(?:[\w-]+\s+){0,4}$", before):
        return "struck"
    return "used"
