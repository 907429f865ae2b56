"""Countries: ISO 3166 alpha-2 and alpha-3, the name shown, and other spellings met in datasets (UCDP, ACLED, UN)."""

from __future__ import annotations

TABLE = """
AD|AND|Andorra
AE|ARE|United Arab Emirates|UAE
AF|AFG|Afghanistan
AG|ATG|Antigua and Barbuda|Antigua & Barbuda
AI|AIA|Anguilla
AL|ALB|Albania
AM|ARM|Armenia
AO|AGO|Angola
AQ|ATA|Antarctica
AR|ARG|Argentina
AS|ASM|American Samoa
AT|AUT|Austria
AU|AUS|Australia
AW|ABW|Aruba
AX|ALA|Åland Islands|Åland|Aland Islands
AZ|AZE|Azerbaijan
BA|BIH|Bosnia and Herzegovina|Bosnia-Herzegovina|Bosnia|Bosnia and Herz.
BB|BRB|Barbados
BD|BGD|Bangladesh
BE|BEL|Belgium
BF|BFA|Burkina Faso|Burkina
BG|BGR|Bulgaria
BH|BHR|Bahrain
BI|BDI|Burundi
BJ|BEN|Benin
BL|BLM|Saint Barthélemy|St-Barthélemy|Saint Barthelemy
BM|BMU|Bermuda
BN|BRN|Brunei|Brunei Darussalam
BO|BOL|Bolivia|Plurinational State of Bolivia|Bolivia (Plurinational State of)
BQ|BES|Bonaire, Sint Eustatius and Saba|Bonaire, Saint Eustatius and Saba
BR|BRA|Brazil
BS|BHS|Bahamas
BT|BTN|Bhutan
BV|BVT|Bouvet Island
BW|BWA|Botswana
BY|BLR|Belarus
BZ|BLZ|Belize
CA|CAN|Canada
CC|CCK|Cocos Islands
CD|COD|Democratic Republic of the Congo|DR Congo (Zaire)|DR Congo|DRC|Congo (Kinshasa)|Congo, Democratic Republic of the|Congo, the Democratic Republic of the|Dem. Rep. Congo|Zaire|Congo, Dem. Rep.|Democratic Republic of Congo
CF|CAF|Central African Republic|CAR|Central African Rep.
CG|COG|Republic of the Congo|Congo|Republic of Congo|Congo (Brazzaville)|Congo, Rep.|Congo-Brazzaville
CH|CHE|Switzerland
CI|CIV|Côte d'Ivoire|Ivory Coast|Cote d'Ivoire|Cote dIvoire
CK|COK|Cook Islands
CL|CHL|Chile
CM|CMR|Cameroon
CN|CHN|China|People's Republic of China
CO|COL|Colombia
CR|CRI|Costa Rica
CU|CUB|Cuba
CV|CPV|Cabo Verde|Cape Verde
CW|CUW|Curaçao|Curacao
CX|CXR|Christmas Island
CY|CYP|Cyprus
CZ|CZE|Czechia|Czech Republic
DE|DEU|Germany|German Federal Republic|Federal Republic of Germany
DJ|DJI|Djibouti
DK|DNK|Denmark
DM|DMA|Dominica
DO|DOM|Dominican Republic
DZ|DZA|Algeria
EC|ECU|Ecuador
EE|EST|Estonia
EG|EGY|Egypt
EH|ESH|Western Sahara|W. Sahara
ER|ERI|Eritrea
ES|ESP|Spain
ET|ETH|Ethiopia
FI|FIN|Finland
FJ|FJI|Fiji
FK|FLK|Falkland Islands|Falkland Islands (Malvinas)
FM|FSM|Micronesia|Federated States of Micronesia|Micronesia (Federated States of)
FO|FRO|Faroe Islands
FR|FRA|France
GA|GAB|Gabon
GB|GBR|United Kingdom|UK|Great Britain|United Kingdom of Great Britain and Northern Ireland|Britain
GD|GRD|Grenada
GE|GEO|Georgia
GF|GUF|French Guiana
GG|GGY|Guernsey
GH|GHA|Ghana
GI|GIB|Gibraltar
GL|GRL|Greenland
GM|GMB|Gambia|The Gambia
GN|GIN|Guinea
GP|GLP|Guadeloupe
GQ|GNQ|Equatorial Guinea|Eq. Guinea
GR|GRC|Greece
GS|SGS|South Georgia and the South Sandwich Islands
GT|GTM|Guatemala
GU|GUM|Guam
GW|GNB|Guinea-Bissau|Guinea Bissau
GY|GUY|Guyana
HK|HKG|Hong Kong|Hong Kong SAR|China, Hong Kong Special Administrative Region
HM|HMD|Heard Island and McDonald Islands
HN|HND|Honduras
HR|HRV|Croatia
HT|HTI|Haiti
HU|HUN|Hungary
ID|IDN|Indonesia
IE|IRL|Ireland
IL|ISR|Israel|إسرائيل
IM|IMN|Isle of Man
IN|IND|India
IO|IOT|British Indian Ocean Territory
IQ|IRQ|Iraq|Republic of Iraq|العراق
IR|IRN|Iran|Islamic Republic of Iran|Iran (Islamic Republic of)|Iran, Islamic Republic of|إيران
IS|ISL|Iceland
IT|ITA|Italy
JE|JEY|Jersey
JM|JAM|Jamaica
JO|JOR|Jordan|Hashemite Kingdom of Jordan|الأردن
JP|JPN|Japan
KE|KEN|Kenya
KG|KGZ|Kyrgyzstan|Kyrgyz Republic
KH|KHM|Cambodia|Cambodia (Kampuchea)|Kampuchea
KI|KIR|Kiribati
KM|COM|Comoros
KN|KNA|Saint Kitts and Nevis|St. Kitts and Nevis
KP|PRK|North Korea|Democratic People's Republic of Korea|Korea, North|Korea, Democratic People's Republic of|DPRK
KR|KOR|South Korea|Republic of Korea|Korea, South|Korea, Republic of
KW|KWT|Kuwait|الكويت
KY|CYM|Cayman Islands
KZ|KAZ|Kazakhstan
LA|LAO|Laos|Lao People's Democratic Republic|Lao PDR
LB|LBN|Lebanon|لبنان
LC|LCA|Saint Lucia|St. Lucia
LI|LIE|Liechtenstein
LK|LKA|Sri Lanka|Sri Lanka (Ceylon)
LR|LBR|Liberia
LS|LSO|Lesotho
LT|LTU|Lithuania
LU|LUX|Luxembourg
LV|LVA|Latvia
LY|LBY|Libya|Libyan Arab Jamahiriya|State of Libya
MA|MAR|Morocco
MC|MCO|Monaco
MD|MDA|Moldova|Republic of Moldova|Moldova, Republic of
ME|MNE|Montenegro
MF|MAF|Saint Martin|St-Martin
MG|MDG|Madagascar|Madagascar (Malagasy)
MH|MHL|Marshall Islands
MK|MKD|North Macedonia|Macedonia, FYR|Macedonia|FYR Macedonia|The former Yugoslav Republic of Macedonia|Republic of North Macedonia
ML|MLI|Mali|Republic of Mali
MM|MMR|Myanmar|Myanmar (Burma)|Burma
MN|MNG|Mongolia
MO|MAC|Macao|Macau
MP|MNP|Northern Mariana Islands
MQ|MTQ|Martinique
MR|MRT|Mauritania
MS|MSR|Montserrat
MT|MLT|Malta
MU|MUS|Mauritius
MV|MDV|Maldives
MW|MWI|Malawi
MX|MEX|Mexico
MY|MYS|Malaysia
MZ|MOZ|Mozambique
NA|NAM|Namibia
NC|NCL|New Caledonia
NE|NER|Niger
NF|NFK|Norfolk Island
NG|NGA|Nigeria
NI|NIC|Nicaragua
NL|NLD|Netherlands|Holland|The Netherlands
NO|NOR|Norway
NP|NPL|Nepal
NR|NRU|Nauru
NU|NIU|Niue
NZ|NZL|New Zealand
OM|OMN|Oman
PA|PAN|Panama
PE|PER|Peru
PF|PYF|French Polynesia|Fr. Polynesia
PG|PNG|Papua New Guinea
PH|PHL|Philippines
PK|PAK|Pakistan|Islamic Republic of Pakistan
PL|POL|Poland
PM|SPM|Saint Pierre and Miquelon|St. Pierre and Miquelon
PN|PCN|Pitcairn Islands|Pitcairn
PR|PRI|Puerto Rico
PS|PSE|Palestine|State of Palestine|Occupied Palestinian Territory|oPt|Palestine, State of|Palestinian Territories|West Bank and Gaza|فلسطين|Palestinian Territory
PT|PRT|Portugal
PW|PLW|Palau
PY|PRY|Paraguay
QA|QAT|Qatar
RE|REU|Réunion|La Réunion|Reunion
RO|ROU|Romania|Rumania
RS|SRB|Serbia|Serbia (Yugoslavia)|Yugoslavia|Republic of Serbia|Federal Republic of Yugoslavia
RU|RUS|Russia|Russia (Soviet Union)|Russian Federation|Soviet Union|USSR
RW|RWA|Rwanda
SA|SAU|Saudi Arabia|Kingdom of Saudi Arabia|السعودية
SB|SLB|Solomon Islands
SC|SYC|Seychelles
SD|SDN|Sudan
SE|SWE|Sweden
SG|SGP|Singapore
SH|SHN|Saint Helena|Saint Helena, Ascension and Tristan da Cunha
SI|SVN|Slovenia
SJ|SJM|Svalbard and Jan Mayen
SK|SVK|Slovakia
SL|SLE|Sierra Leone
SM|SMR|San Marino
SN|SEN|Senegal
SO|SOM|Somalia|Federal Republic of Somalia
SR|SUR|Suriname|Surinam
SS|SSD|South Sudan|S. Sudan|Republic of South Sudan
ST|STP|São Tomé and Príncipe|Sao Tome and Principe
SV|SLV|El Salvador
SX|SXM|Sint Maarten
SY|SYR|Syria|Syrian Arab Republic|Syrian Arab Rep.|سوريا|سورية
SZ|SWZ|Eswatini|Kingdom of eSwatini (Swaziland)|Swaziland|Kingdom of Eswatini
TC|TCA|Turks and Caicos Islands
TD|TCD|Chad
TF|ATF|French Southern Territories
TG|TGO|Togo
TH|THA|Thailand
TJ|TJK|Tajikistan
TK|TKL|Tokelau
TL|TLS|Timor-Leste|East Timor|Timor Leste
TM|TKM|Turkmenistan
TN|TUN|Tunisia
TO|TON|Tonga
TR|TUR|Türkiye|Turkey|Turkey (Ottoman Empire)|Turkey (Ottoman Empire until 1922)|Republic of Türkiye|تركيا
TT|TTO|Trinidad and Tobago|Trinidad & Tobago
TV|TUV|Tuvalu
TW|TWN|Taiwan|Taiwan, Province of China|Chinese Taipei
TZ|TZA|Tanzania|United Republic of Tanzania|Tanzania, United Republic of|Tanzania (Tanganyika)
UA|UKR|Ukraine|Україна
UG|UGA|Uganda
UM|UMI|United States Minor Outlying Islands
US|USA|United States|United States of America|USA|U.S.|U.S.A.
UY|URY|Uruguay
UZ|UZB|Uzbekistan
VA|VAT|Vatican|Vatican City|Holy See
VC|VCT|Saint Vincent and the Grenadines|St. Vin. and Gren.|St. Vincent and the Grenadines
VE|VEN|Venezuela|Bolivarian Republic of Venezuela|Venezuela (Bolivarian Republic of)|Venezuela, Bolivarian Republic of
VG|VGB|British Virgin Islands|Virgin Islands, British
VI|VIR|U.S. Virgin Islands|Virgin Islands, U.S.|United States Virgin Islands
VN|VNM|Vietnam|Viet Nam|Vietnam (North Vietnam)|South Vietnam|Republic of Vietnam|Vietnam, Democratic Republic of
VU|VUT|Vanuatu
WF|WLF|Wallis and Futuna
WS|WSM|Samoa|Samoa/Western Samoa
XK|XKX|Kosovo|Kosovo*|Republic of Kosovo
YE|YEM|Yemen|Yemen (North Yemen)|South Yemen|Yemen, People's Republic of|Yemen (Arab Republic of Yemen)|Republic of Yemen|اليمن
YT|MYT|Mayotte
ZA|ZAF|South Africa
ZM|ZMB|Zambia
ZW|ZWE|Zimbabwe|Zimbabwe (Rhodesia)|Rhodesia
"""  # noqa: E501
"""One country a line: alpha-2|alpha-3|name|other spellings. XK is in common use for Kosovo, not in ISO 3166."""
