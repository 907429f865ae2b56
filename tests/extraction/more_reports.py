"""More reports in our own wording; see ``reports.py`` for what the expectations mean."""

MORE_REPORTS = {
    "coalition_list": {
        "published": "2015-06-01",
        "title": None,
        "text": """SOUTHWEST ASIA - On May 31, Coalition military forces conducted 23 airstrikes against ISIL in Syria and Iraq.

Syria
* Near Al Hasakah, four airstrikes struck one large and two small ISIL tactical units, destroying two ISIL vehicles.
* Near Kobani, two airstrikes struck an ISIL fighting position.

Iraq
* Near Bayji, one airstrike struck an ISIL tactical unit.
* Near Tal Afar, one airstrike struck an ISIL fighting position.
""",
        "expect": [
            {
                "date": "2015-05-31",
                "country": "SY",
                "lat": 36.502,
                "lon": 40.748,
                "tol": 5,
                "initiator": ["Global Coalition against Daesh"],
                "precision": 2,
            },
            {
                "date": "2015-05-31",
                "country": "SY",
                "lat": 36.891,
                "lon": 38.354,
                "tol": 5,
                "target": ["Islamic State"],
            },
            {"date": "2015-05-31", "country": "IQ", "lat": 34.929, "lon": 43.489, "tol": 5},
            {
                "date": "2015-05-31",
                "country": "IQ",
                "lat": 36.379,
                "lon": 42.448,
                "tol": 5,
                "type": "air_or_drone_strike",
            },
        ],
    },
    "said_on_monday_happened_on_sunday": {
        "published": "2024-02-05",
        "title": None,
        "text": """AMMAN - Six Kurdish fighters were killed in a drone attack on a training ground at the al-Omar oil field in Syria's eastern province of Deir al-Zor, where U.S. troops are based, the Syrian Democratic Forces said on Monday. The SDF blamed "Iran-backed mercenaries". The Islamic Resistance in Iraq claimed the attack, which took place on Sunday night. No American troops were hurt.
""",
        "expect": [
            {
                "date": "2024-02-04",
                "country": "SY",
                "lat": 35.03,
                "lon": 40.713,
                "tol": 15,
                "initiator": ["Iran-backed militias"],
                "claimant": ["Islamic Resistance in Iraq"],
                "killed": 6,
            },
        ],
    },
    "collapsed_block": {
        "published": "2024-05-12",
        "title": None,
        "text": """At least 15 people were killed when an apartment block partially collapsed in the Russian border city of Belgorod on Sunday after what Russia said was a Ukrainian missile attack. Kyiv has not commented.
""",
        "expect": [
            {
                "date": "2024-05-12",
                "country": "RU",
                "lat": 50.611,
                "lon": 36.58,
                "tol": 10,
                "initiator": ["Ukraine"],
                "killed": 15,
            }
        ],
    },
    "drifting_tanker": {
        "published": "2024-08-22",
        "title": None,
        "text": """A Greek-flagged oil tanker was repeatedly attacked in the Red Sea on Wednesday, leaving the vessel ablaze, the British military said. It was hit by three projectiles about 77 nautical miles west of Hodeida. The Houthis did not immediately claim the attack.
""",
        "expect": [
            {
                "date": "2024-08-21",
                "country": "YE",
                "lat": 14.79,
                "lon": 41.63,
                "tol": 20,
                "precision": 7,
                "claimant": [],
            }
        ],
    },
    "answer_to_strikes": {
        "published": "2024-10-14",
        "title": None,
        "text": """A Hezbollah drone attack on an army base in central Israel killed four soldiers and severely wounded seven others Sunday, the military said. Lebanon-based Hezbollah said the attack near Binyamina city was retaliation for Israeli strikes on Beirut on Thursday that killed 22 people.
""",
        "expect": [
            {
                "date": "2024-10-13",
                "country": "IL",
                "lat": 32.523,
                "lon": 34.945,
                "tol": 15,
                "initiator": ["Hezbollah"],
                "killed": 4,
                "injured": 7,
                "answers": 1,
            },
            {
                "date": "2024-10-10",
                "country": "LB",
                "lat": 33.893,
                "lon": 35.502,
                "tol": 10,
                "initiator": ["Israel"],
                "killed": 22,
            },
        ],
    },
    "airport_of_the_city": {
        "published": "2021-09-12",
        "title": None,
        "text": """A security source reported on Sunday that an explosive-laden drone attacked Erbil International Airport late Saturday night. The source said that the attack caused no casualties. The US consulate in Erbil activated its C-RAM defense system.
""",
        "expect": [
            {
                "date": "2021-09-11",
                "country": "IQ",
                "lat": 36.238,
                "lon": 43.963,
                "tol": 3,
                "killed": 0,
                "injured": 0,
                "type": "drone_attack",
            }
        ],
    },
    "embassy": {
        "published": "2024-04-02",
        "title": None,
        "text": """DAMASCUS, Syria — Suspected Israeli warplanes bombed Iran's embassy compound in Damascus on Monday in a strike that Iran said killed seven military advisers. Israel did not comment. Hezbollah vowed that the attack would not pass "without punishment".
""",
        "expect": [
            {
                "date": "2024-04-01",
                "country": "SY",
                "lat": 33.51,
                "lon": 36.291,
                "tol": 10,
                "initiator": ["Israel"],
                "target": ["Iran"],
                "killed": 7,
            }
        ],
    },
    "two_sides_two_cities": {
        "published": "2024-12-10",
        "title": None,
        "text": """CAIRO (AP) — A Sudanese military airstrike on a market in the town of Kabkabiya in North Darfur killed more than 100 people on Monday, a rights group said. The army denied the accusation. In Omdurman, artillery shelling by the RSF killed at least 65 people on Tuesday, the governor said.
""",
        "expect": [
            {
                "date": "2024-12-09",
                "country": "SD",
                "lat": 13.65,
                "lon": 24.083,
                "tol": 5,
                "initiator": ["Sudanese Armed Forces"],
                "killed": 100,
            },
            {
                "date": "2024-12-10",
                "country": "SD",
                "lat": 15.645,
                "lon": 32.478,
                "tol": 8,
                "initiator": ["Rapid Support Forces"],
                "killed": 65,
                "weapon": "artillery",
            },
        ],
    },
}
