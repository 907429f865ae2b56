from pathlib import Path

from geo.model import EventClass, EventType
from geo.model.event_types import ACLED_EVENT_TYPE, ACLED_SUB_EVENT_TYPE, CLASS_OF, UCDP_TYPE_OF_VIOLENCE

PAGE = (Path(__file__).parents[2] / "docs" / "event-types.md").read_text(encoding="utf-8")


def test_every_type_has_a_class_and_words():
    assert set(CLASS_OF) == set(EventType)
    assert {t.event_class for t in EventType} == set(EventClass)
    assert len({t.words for t in EventType}) == len(EventType)


def test_all_25_acled_sub_event_types_and_6_event_types_and_3_ucdp_types_are_taken():
    assert len(ACLED_SUB_EVENT_TYPE) == 25
    assert len(ACLED_EVENT_TYPE) == 6
    assert set(UCDP_TYPE_OF_VIOLENCE) == {1, 2, 3}


def test_the_page_names_every_type_and_every_provider_code():
    assert [t for t in EventType if t.words.lower() not in PAGE.lower()] == []
    assert [name for name in ACLED_SUB_EVENT_TYPE if name not in PAGE] == []
