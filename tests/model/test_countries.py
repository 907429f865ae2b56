from __future__ import annotations

import pytest

from geo.model.countries import country_code, country_codes, country_name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DR Congo (Zaire)", "CD"),
        ("Congo", "CG"),
        ("Yemen (North Yemen)", "YE"),
        ("Russia (Soviet Union)", "RU"),
        ("Myanmar (Burma)", "MM"),
        ("Bosnia-Herzegovina", "BA"),
        ("Serbia (Yugoslavia)", "RS"),
        ("Cambodia (Kampuchea)", "KH"),
        ("Kingdom of eSwatini (Swaziland)", "SZ"),
        ("Ivory Coast", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Macedonia, FYR", "MK"),
        ("Syrian Arab Republic", "SY"),
        ("Turkey", "TR"),
        ("IRQ", "IQ"),
        ("iq", "IQ"),
        ("العراق", "IQ"),
        ("Palestine", "PS"),
        ("Atlantis", None),
    ],
)
def test_a_country_is_found_in_the_spelling_of_datasets(name, code):
    assert country_code(name) == code


def test_country_names_go_back_to_their_codes():
    assert all(country_code(country_name(code)) == code for code in country_codes())
    assert country_name("IQ") == "Iraq"
    assert country_name("ZZ") == "ZZ"
