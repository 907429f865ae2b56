"""Reports in our own wording, after the manner of agencies, military releases and encyclopaedias, coded by hand.

An expectation is (date, country, latitude, longitude, tolerance in km, and what else must hold). Coordinates
of None mean that no point may be given.
"""

REPORTS = {
    "agency_yemen_strike": {
        "published": "2024-02-25",
        "title": "US, Britain hit Houthi targets",
        "text": """SANAA, Yemen (AP) — American and British warplanes struck Houthi positions in Yemen's Hodeidah on Saturday night, a Houthi-run broadcaster and two residents said. At least one person was killed and eight were wounded, health officials said.

The Houthis have launched more than 60 attacks on shipping since November. The rebels vowed to continue until the war in Gaza ends.

Al-Masirah TV said a farm was hit. The Pentagon did not immediately comment.
""",
        "expect": [
            {
                "date": "2024-02-24",
                "country": "YE",
                "lat": 14.798,
                "lon": 42.954,
                "tol": 15,
                "initiator": ["United States", "United Kingdom"],
                "killed": 1,
                "injured": 8,
            },
        ],
    },
    "centcom_release": {
        "published": "2024-03-12",
        "title": "Houthi terrorists launch missile at vessel",
        "text": """TAMPA, Fla. - On March 11, between the hours of 2:50 p.m. and 11:30 p.m. (Sanaa time), Iranian-backed Houthi terrorists fired two anti-ship ballistic missiles from Houthi-controlled areas of Yemen into the Red Sea toward the merchant vessel Pinocchio, a Singaporean-owned, Liberian-flagged ship. The missiles did not impact the vessel and there were no injuries or damage reported.

USCENTCOM then conducted six self-defense strikes destroying an unmanned underwater vessel and 18 anti-ship missiles in Houthi-controlled areas of Yemen.

These actions are taken to protect freedom of navigation and make international waters safer for U.S. Navy and merchant vessels.
""",
        "expect": [
            {
                "date": "2024-03-11",
                "country": "YE",
                "lat": None,
                "initiator": ["Houthi movement"],
                "weapon": "missile",
                "injured": 0,
            },
            {
                "date": "2024-03-11",
                "country": "YE",
                "lat": None,
                "initiator": ["United States"],
                "target": ["Houthi movement"],
            },
        ],
    },
    "sudan_hospital": {
        "published": "2025-01-26",
        "title": "Drone attack on hospital in Darfur kills dozens",
        "text": """PORT SUDAN (Reuters) - A drone attack on one of the last functioning hospitals in El Fasher in Sudan's Darfur region killed 30 people and injured dozens late on Friday, a medical source said on Saturday.

The bombing of the Saudi Hospital led to the destruction of its emergency building, the source said, asking not to be named. It was not immediately clear which of the warring sides had launched the attack. Local activists blamed the paramilitary Rapid Support Forces (RSF).

Tens of thousands of people have been killed since the war between the army and the RSF broke out in April 2023. The RSF has repeatedly shelled the city in recent months.
""",
        "expect": [
            {
                "date": "2025-01-24",
                "country": "SD",
                "lat": 13.628,
                "lon": 25.349,
                "tol": 10,
                "type": "drone_attack",
                "initiator": ["Rapid Support Forces"],
                "killed": 30,
                "injured_low": 24,
            },
        ],
    },
    "ukraine_overnight": {
        "published": "2024-06-10",
        "title": None,
        "text": """Russian missiles hit Kharkiv overnight Sunday into Monday, killing four people and wounding 12, Governor Oleh Syniehubov said on Telegram. Among the dead was a 12-year-old girl.

Separately, a guided bomb struck an apartment building in the town of Vovchansk on Sunday, injuring two residents, prosecutors said.

Ukraine's air force said it shot down 13 of 15 Shahed drones that Russia launched at the Odesa region. Moscow denies targeting civilians.

President Volodymyr Zelenskyy, speaking in Berlin, called for more air defense systems.
""",
        "expect": [
            {
                "date": "2024-06-09",
                "country": "UA",
                "lat": 49.98,
                "lon": 36.25,
                "tol": 20,
                "initiator": ["Russia"],
                "killed": 4,
                "injured": 12,
            },
            {
                "date": "2024-06-09",
                "country": "UA",
                "lat": 50.29,
                "lon": 36.94,
                "tol": 12,
                "weapon": "glide bomb",
                "injured": 2,
            },
            {
                "date": "2024-06-09",
                "country": "UA",
                "lat": 46.8,
                "lon": 30.3,
                "tol": 120,
                "weapon": "drone",
                "initiator": ["Russia"],
            },
        ],
    },
    "lebanon_border": {
        "published": "2024-01-08",
        "title": "Israeli strike kills Hezbollah commander",
        "text": """BEIRUT — An Israeli drone strike killed a senior Hezbollah commander in southern Lebanon on Monday, a security official said. The strike hit a car in the village of Majdal Selm, about six kilometers from the border. Wissam Tawil was the deputy head of a unit of the group's elite Radwan force.

On Saturday, Hezbollah fired 62 rockets at an Israeli air surveillance base on Mount Meron. The group called it an initial response to the killing of a Hamas leader in Beirut last week.

More than 130 Hezbollah fighters have been killed since Oct. 8. Israel has warned that it could launch a wider operation.
""",
        "expect": [
            {
                "date": "2024-01-08",
                "country": "LB",
                "lat": 33.2,
                "lon": 35.47,
                "tol": 12,
                "initiator": ["Israel"],
                "target": ["Hezbollah"],
                "killed_low": 1,
            },
            {
                "date": "2024-01-06",
                "country": "IL",
                "lat": 32.997,
                "lon": 35.413,
                "tol": 8,
                "initiator": ["Hezbollah"],
                "target": ["Israel"],
                "weapon": "rocket",
            },
        ],
    },
    "somalia_hotel": {
        "published": "2023-06-10",
        "title": "Siege ends",
        "text": """MOGADISHU, June 10 (Reuters) - Al Shabaab militants stormed a beachside hotel in Mogadishu on Friday evening, killing six civilians and three soldiers, police said on Saturday. Ten others were wounded.

The group claimed responsibility for the attack on the Pearl Beach hotel. "We will continue to strike the apostates," it said.

Somalia's army has recaptured large areas from the insurgents over the past year.
""",
        "expect": [
            {
                "date": "2023-06-09",
                "country": "SO",
                "lat": 2.037,
                "lon": 45.344,
                "tol": 15,
                "initiator": ["Al-Shabaab"],
                "claimant": ["Al-Shabaab"],
                "killed": 9,
                "injured": 10,
            },
        ],
    },
    "wiki_chronicle": {
        "published": "2022",
        "title": "Rocket attacks in Iraq (2021)",
        "text": """On 4 July 2021, two rockets were fired at the Ain al-Asad base, which hosts U.S. troops; no casualties were reported. On 5 July, three rockets landed on the perimeter of the same base. On 7 July, at least 14 rockets hit the base and its surroundings, wounding two people. A group calling itself the Brigades to Avenge al-Muhandis claimed responsibility.

On 6 July, a drone packed with explosives was shot down near Erbil International Airport. Nobody was hurt.
""",
        "expect": [
            {
                "date": "2021-07-04",
                "country": "IQ",
                "lat": 33.786,
                "lon": 42.441,
                "tol": 5,
                "killed": 0,
                "injured": 0,
                "weapon": "rocket",
            },
            {"date": "2021-07-05", "country": "IQ", "lat": 33.786, "lon": 42.441, "tol": 5},
            {"date": "2021-07-07", "country": "IQ", "lat": 33.786, "lon": 42.441, "tol": 5, "injured": 2},
            {"date": "2021-07-06", "country": "IQ", "lat": 36.238, "lon": 43.963, "tol": 10, "type": "interception"},
        ],
    },
    "rudaw_offset": {
        "published": "2023-04-08",
        "title": None,
        "text": """ERBIL, Kurdistan Region - Two Peshmerga fighters were killed when a roadside bomb exploded 35 km south of Kirkuk on Thursday, a security source told Rudaw. The source blamed the Islamic State (ISIS) for the attack.

ISIS seized large swathes of territory in 2014 and was declared defeated in Iraq in 2017. The militants continue to carry out attacks in the disputed territories.
""",
        "expect": [
            {
                "date": "2023-04-06",
                "country": "IQ",
                "lat": 35.15,
                "lon": 44.39,
                "tol": 12,
                "initiator": ["Islamic State"],
                "target": ["Peshmerga"],
                "killed": 2,
                "type": "explosive_device",
            },
        ],
    },
    "denial_and_threat": {
        "published": "2024-04-20",
        "title": "Iran plays down blasts",
        "text": """DUBAI — Explosions were heard near Isfahan early on Friday, Iranian state media reported, in what sources described as an Israeli attack. Iran's air defences shot down three drones over the city, the reports said. No casualties were reported.

Israel has not commented. Iran threatened to respond at the maximum level if Israel attacks again. Hezbollah denied that it was involved.

Foreign Minister Hossein Amirabdollahian, in New York, said the drones caused no damage.
""",
        "expect": [
            {"date": "2024-04-19", "country": "IR", "lat": 32.65, "lon": 51.67, "tol": 25, "killed": 0},
        ],
    },
    "two_in_one_sentence": {
        "published": "2016-07-05",
        "title": None,
        "text": """Suicide bombers struck Medina on Monday and a separate blast hit the city of Qatif the same evening, Saudi officials said. Four security guards were killed in Medina.
""",
        "expect": [
            {"date": "2016-07-04", "country": "SA", "lat": 24.47, "lon": 39.61, "tol": 20, "killed": 4},
            {"date": "2016-07-04", "country": "SA", "lat": 26.52, "lon": 50.02, "tol": 20, "killed": None},
        ],
    },
    "ship_offset": {
        "published": "2023-12-19",
        "title": None,
        "text": """A vessel was attacked by two small boats 60 nautical miles southwest of Hodeidah, the British maritime security firm Ambrey said on Monday. The crew was unharmed. The Houthis claimed responsibility.
""",
        "expect": [
            {
                "date": "2023-12-18",
                "country": "YE",
                "lat": 14.09,
                "lon": 42.22,
                "tol": 30,
                "claimant": ["Houthi movement"],
            },
        ],
    },
    "nigeria_gunmen": {
        "published": "2022-06-06",
        "title": "Gunmen attack church",
        "text": """OWO, Nigeria — Gunmen opened fire on worshippers and detonated explosives at a Catholic church in Owo, in Nigeria's Ondo state, on Sunday, leaving at least 40 people dead, state officials said. Another 61 were wounded.

No group has claimed responsibility. The government said it suspected the Islamic State West Africa Province (ISWAP).
""",
        "expect": [
            {
                "date": "2022-06-05",
                "country": "NG",
                "lat": 7.196,
                "lon": 5.587,
                "tol": 15,
                "killed": 40,
                "injured": 61,
                "initiator": ["Islamic State West Africa Province"],
            },
        ],
    },
    "gaza_strikes": {
        "published": "2024-05-07",
        "title": "Strikes in Rafah",
        "text": """Israeli airstrikes on two houses in Rafah killed at least 22 people, including six women and five children, on Sunday, Palestinian health officials said. Later on Sunday, Hamas fired about 10 rockets at the Kerem Shalom crossing, killing four Israeli soldiers, the Israeli military said.

More than 34,700 Palestinians have been killed in the war, according to the Gaza Health Ministry.
""",
        "expect": [
            {
                "date": "2024-05-05",
                "country": "PS",
                "lat": 31.287,
                "lon": 34.26,
                "tol": 8,
                "initiator": ["Israel"],
                "killed": 22,
            },
            {
                "date": "2024-05-05",
                "country": "IL",
                "lat": 31.228,
                "lon": 34.284,
                "tol": 8,
                "initiator": ["Hamas"],
                "target": ["Israel"],
                "killed": 4,
                "weapon": "rocket",
            },
        ],
    },
    "jordan_tower": {
        "published": "2024-02-03",
        "title": None,
        "text": """WASHINGTON (AP) — The U.S. military launched airstrikes on dozens of sites in Iraq and Syria on Friday, in retaliation for a drone attack that killed three American soldiers at Tower 22 in Jordan on Jan. 28. The strikes hit 85 targets at seven locations, four in Syria and three in Iraq, U.S. Central Command said.

President Joe Biden, who attended the dignified transfer in Dover, Delaware, said the response would continue.
""",
        "expect": [
            {"date": "2024-02-02", "country": "IQ", "lat": None, "initiator": ["United States"]},
            {"date": "2024-02-02", "country": "SY", "lat": None, "initiator": ["United States"]},
            {
                "date": "2024-01-28",
                "country": "JO",
                "lat": 33.314,
                "lon": 38.703,
                "tol": 20,
                "killed": 3,
                "target": ["United States"],
                "weapon": "drone",
            },
        ],
    },
    "range_mali": {
        "published": "2023-09-08",
        "title": None,
        "text": """BAMAKO (AFP) - Suspected jihadists attacked a passenger boat near the town of Bamba in northern Mali on Thursday, killing between 49 and 60 civilians, the government and local officials said. The attack was claimed by the Group for the Support of Islam and Muslims.

The same day, a military camp in Bamba was hit. Fifteen soldiers died.
""",
        "expect": [
            {
                "date": "2023-09-07",
                "country": "ML",
                "lat": 17.03,
                "lon": -1.4,
                "tol": 20,
                "claimant": ["JNIM"],
                "killed_low": 49,
                "killed_high": 60,
            },
        ],
    },
    "persons_named_like_places": {
        "published": "2021-03-05",
        "title": None,
        "text": """Ten rockets hit the Ain al-Asad air base in western Iraq on Wednesday morning, coalition spokesman Col. Wayne Marotto said. Pentagon press secretary John Kirby told reporters in Washington that an American contractor died of a heart attack while sheltering. Lloyd Austin, meeting officials in Paris, said the United States would respond. Al Mayadeen television carried footage of the launcher.
""",
        "expect": [
            {"date": "2021-03-03", "country": "IQ", "lat": 33.786, "lon": 42.441, "tol": 5, "weapon": "rocket"},
        ],
    },
    "afghan_bombing": {
        "published": "2021-05-10",
        "title": None,
        "text": """KABUL, Afghanistan — A bus struck a roadside bomb in Zabul province on Sunday night, killing at least 11 people and wounding 28, the Interior Ministry said Monday. The ministry blamed the Taliban; the insurgents denied involvement.
""",
        "expect": [
            {
                "date": "2021-05-09",
                "country": "AF",
                "lat": 32.2,
                "lon": 67.2,
                "tol": 90,
                "initiator": ["Taliban"],
                "killed": 11,
                "injured": 28,
                "precision": 4,
            },
        ],
    },
    "turkey_pkk": {
        "published": "2023-10-02",
        "title": None,
        "text": """ANKARA (Reuters) - Turkish warplanes struck Kurdistan Workers' Party (PKK) targets in northern Iraq late on Sunday, hours after two attackers detonated a bomb near the Interior Ministry in Ankara, wounding two police officers.

The defence ministry said 20 targets including caves and depots were destroyed in the Metina, Gara and Qandil regions. The PKK claimed responsibility for the bombing in Ankara.
""",
        "expect": [
            {
                "date": "2023-10-01",
                "country": "TR",
                "lat": 39.92,
                "lon": 32.85,
                "tol": 15,
                "claimant": ["Kurdistan Workers' Party"],
                "injured": 2,
            },
            {
                "date": "2023-10-01",
                "country": "IQ",
                "lat": None,
                "initiator": ["Turkey"],
                "target": ["Kurdistan Workers' Party"],
            },
        ],
    },
}
