"""The two-level taxonomy of event types, and the tables from the providers' own codes.

A provider's own code is never replaced: it stays in ``Incident.provider_type``.
"""

from __future__ import annotations

from enum import StrEnum


class EventClass(StrEnum):
    """First level."""

    BATTLE = "battle"
    REMOTE_VIOLENCE = "remote_violence"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    DEMONSTRATION = "demonstration"
    STRATEGIC = "strategic"
    UNSPECIFIED = "unspecified"

    @property
    def words(self) -> str:
        """Say the class as a reader needs it."""
        return {
            "battle": "Battle",
            "remote_violence": "Explosion or remote violence",
            "violence_against_civilians": "Violence against civilians",
            "demonstration": "Demonstration or riot",
            "strategic": "Strategic development",
            "unspecified": "Unspecified",
        }[self.value]


class EventType(StrEnum):
    """Second level."""

    ARMED_CLASH = "armed_clash"
    AIR_OR_DRONE_STRIKE = "air_or_drone_strike"
    DRONE_ATTACK = "drone_attack"
    MISSILE_ROCKET_ARTILLERY = "missile_rocket_artillery"
    INTERCEPTION = "interception"
    EXPLOSIVE_DEVICE = "explosive_device"
    SUICIDE_ATTACK = "suicide_attack"
    CHEMICAL_WEAPON = "chemical_weapon"
    ATTACK_ON_CIVILIANS = "attack_on_civilians"
    ABDUCTION = "abduction"
    SEXUAL_VIOLENCE = "sexual_violence"
    PROTEST = "protest"
    RIOT = "riot"
    ARREST = "arrest"
    PROPERTY_DESTRUCTION = "property_destruction"
    TERRITORY_CHANGE = "territory_change"
    STRATEGIC_DEVELOPMENT = "strategic_development"
    VIOLENCE_UNSPECIFIED = "violence_unspecified"

    @property
    def event_class(self) -> EventClass:
        """Give the first level of this type."""
        return CLASS_OF[self]

    @property
    def words(self) -> str:
        """Say the type as a reader needs it."""
        return _WORDS[self]


CLASS_OF = {
    EventType.ARMED_CLASH: EventClass.BATTLE,
    EventType.TERRITORY_CHANGE: EventClass.BATTLE,
    EventType.AIR_OR_DRONE_STRIKE: EventClass.REMOTE_VIOLENCE,
    EventType.DRONE_ATTACK: EventClass.REMOTE_VIOLENCE,
    EventType.MISSILE_ROCKET_ARTILLERY: EventClass.REMOTE_VIOLENCE,
    EventType.INTERCEPTION: EventClass.REMOTE_VIOLENCE,
    EventType.EXPLOSIVE_DEVICE: EventClass.REMOTE_VIOLENCE,
    EventType.SUICIDE_ATTACK: EventClass.REMOTE_VIOLENCE,
    EventType.CHEMICAL_WEAPON: EventClass.REMOTE_VIOLENCE,
    EventType.ATTACK_ON_CIVILIANS: EventClass.VIOLENCE_AGAINST_CIVILIANS,
    EventType.ABDUCTION: EventClass.VIOLENCE_AGAINST_CIVILIANS,
    EventType.SEXUAL_VIOLENCE: EventClass.VIOLENCE_AGAINST_CIVILIANS,
    EventType.PROTEST: EventClass.DEMONSTRATION,
    EventType.RIOT: EventClass.DEMONSTRATION,
    EventType.ARREST: EventClass.STRATEGIC,
    EventType.PROPERTY_DESTRUCTION: EventClass.STRATEGIC,
    EventType.STRATEGIC_DEVELOPMENT: EventClass.STRATEGIC,
    EventType.VIOLENCE_UNSPECIFIED: EventClass.UNSPECIFIED,
}

_WORDS = {
    EventType.ARMED_CLASH: "Armed clash",
    EventType.TERRITORY_CHANGE: "Change of territory",
    EventType.AIR_OR_DRONE_STRIKE: "Air or drone strike",
    EventType.DRONE_ATTACK: "One-way drone attack",
    EventType.MISSILE_ROCKET_ARTILLERY: "Missile, rocket or artillery attack",
    EventType.INTERCEPTION: "Interception",
    EventType.EXPLOSIVE_DEVICE: "Explosive device",
    EventType.SUICIDE_ATTACK: "Suicide attack",
    EventType.CHEMICAL_WEAPON: "Chemical weapon",
    EventType.ATTACK_ON_CIVILIANS: "Attack on civilians",
    EventType.ABDUCTION: "Abduction",
    EventType.SEXUAL_VIOLENCE: "Sexual violence",
    EventType.PROTEST: "Protest",
    EventType.RIOT: "Riot",
    EventType.ARREST: "Arrest",
    EventType.PROPERTY_DESTRUCTION: "Property destruction",
    EventType.STRATEGIC_DEVELOPMENT: "Agreement or other strategic development",
    EventType.VIOLENCE_UNSPECIFIED: "Violence, unspecified",
}

UCDP_TYPE_OF_VIOLENCE = {
    1: EventType.VIOLENCE_UNSPECIFIED,
    2: EventType.VIOLENCE_UNSPECIFIED,
    3: EventType.ATTACK_ON_CIVILIANS,
}
"""UCDP GED ``type_of_violence``: 1 state-based, 2 non-state, 3 one-sided.

The first two say between whom, not how: a bombing and a firefight carry the same code.
"""

ACLED_SUB_EVENT_TYPE = {
    "Government regains territory": EventType.TERRITORY_CHANGE,
    "Non-state actor overtakes territory": EventType.TERRITORY_CHANGE,
    "Armed clash": EventType.ARMED_CLASH,
    "Excessive force against protesters": EventType.ATTACK_ON_CIVILIANS,
    "Protest with intervention": EventType.PROTEST,
    "Peaceful protest": EventType.PROTEST,
    "Violent demonstration": EventType.RIOT,
    "Mob violence": EventType.RIOT,
    "Chemical weapon": EventType.CHEMICAL_WEAPON,
    "Air/drone strike": EventType.AIR_OR_DRONE_STRIKE,
    "Suicide bomb": EventType.SUICIDE_ATTACK,
    "Shelling/artillery/missile attack": EventType.MISSILE_ROCKET_ARTILLERY,
    "Remote explosive/landmine/IED": EventType.EXPLOSIVE_DEVICE,
    "Grenade": EventType.EXPLOSIVE_DEVICE,
    "Sexual violence": EventType.SEXUAL_VIOLENCE,
    "Attack": EventType.ATTACK_ON_CIVILIANS,
    "Abduction/forced disappearance": EventType.ABDUCTION,
    "Agreement": EventType.STRATEGIC_DEVELOPMENT,
    "Arrests": EventType.ARREST,
    "Change to group/activity": EventType.STRATEGIC_DEVELOPMENT,
    "Disrupted weapons use": EventType.INTERCEPTION,
    "Headquarters or base established": EventType.STRATEGIC_DEVELOPMENT,
    "Looting/property destruction": EventType.PROPERTY_DESTRUCTION,
    "Non-violent transfer of territory": EventType.TERRITORY_CHANGE,
    "Other": EventType.STRATEGIC_DEVELOPMENT,
}
"""The 25 ACLED ``sub_event_type`` values of the codebook's event table."""

ACLED_EVENT_TYPE = {
    "Battles": EventType.ARMED_CLASH,
    "Explosions/Remote violence": EventType.VIOLENCE_UNSPECIFIED,
    "Violence against civilians": EventType.ATTACK_ON_CIVILIANS,
    "Protests": EventType.PROTEST,
    "Riots": EventType.RIOT,
    "Strategic developments": EventType.STRATEGIC_DEVELOPMENT,
}
"""Fallback where a generation of ACLED carries no sub-event type."""
