"""What columns are called in tables of several languages, for each field that a column can be.

English first, then German, French, Spanish, Arabic, Russian, Ukrainian, Turkish and Persian.
"""

HEADS = {
    "id": "id|event id|eventid|incident id|incidentid|uid|uuid|record id|serial|identifier|case id|case number|"
    "kennung|ereignisnummer|vorfallnummer|nummer|identifiant|identificador|numero de caso|معرف|رقم|رقم الحادث|المعرف|"
    "ид|идентификатор|номер|номер события|ідентифікатор|номер події|olay no|kimlik|sıra no|شناسه|کد|شماره",
    "date_start": "date start|date|event date|incident date|start date|date of event|date of incident|date of attack|"
    "day|from|when|occurred|occurred on|datum|ereignisdatum|tatdatum|beginn|startdatum|date de l'événement|"
    "date de l'incident|date début|date de début|jour|début|fecha|fecha del evento|fecha del incidente|fecha inicio|"
    "fecha de inicio|día|التاريخ|تاريخ|تاريخ الحادث|تاريخ الحدث|تاريخ البداية|дата|дата события|дата инцидента|"
    "дата начала|день|дата події|дата інциденту|дата початку|tarih|olay tarihi|başlangıç tarihi|gün|تاریخ|"
    "تاریخ رویداد|تاریخ حادثه|تاریخ شروع",
    "date_end": "date end|end date|to date|until|to|enddatum|ende|bis|date fin|date de fin|fin|fecha fin|"
    "fecha de fin|fecha final|hasta|تاريخ النهاية|تاريخ الانتهاء|дата окончания|дата конца|дата закінчення|bitiş|"
    "bitiş tarihi|تاریخ پایان",
    "time_local": "time|event time|local time|time of day|uhrzeit|zeit|heure|hora|الوقت|الساعة|وقت|время|"
    "время события|час|час події|saat|zaman|ساعت|زمان",
    "latitude": "latitude|lat|y|lat dd|lat decimal|latitude wgs84|y coord|ycoord|coord y|gps lat|breite|breitengrad|"
    "geographische breite|geografische breite|latitud|خط العرض|دائرة العرض|العرض|широта|enlem|عرض جغرافیایی|عرض",
    "longitude": "longitude|lon|long|lng|x|lon dd|lon decimal|longitude wgs84|x coord|xcoord|coord x|gps lon|gps long|"
    "länge|laenge|längengrad|laengengrad|geographische länge|geografische länge|longitud|خط الطول|الطول|долгота|"
    "довгота|boylam|طول جغرافیایی|طول",
    "coordinates": "coordinates|coords|coordinate|lat lon|latlon|lat long|latlng|location coordinates|geolocation|"
    "gps|gps coordinates|wkt|geom|geometry|geom wkt|the geom|mgrs|utm|grid|grid reference|koordinaten|koordinate|"
    "coordonnées|coordonnées gps|coordenadas|الإحداثيات|احداثيات|إحداثيات|координаты|координати|koordinat|"
    "koordinatlar|مختصات",
    "place_name": "location|place|place name|location name|town|city|village|settlement|site|where|ort|ortsname|"
    "ortschaft|stadt|standort|tatort|gemeinde|lieu|localité|ville|commune|endroit|lugar|localidad|ciudad|municipio|"
    "ubicación|المكان|الموقع|المدينة|القرية|البلدة|место|место события|населённый пункт|населенный пункт|город|"
    "місце|населений пункт|місто|yer|konum|şehir|yerleşim|köy|مکان|محل|شهر|روستا",
    "country": "country|country name|iso3|iso2|nation|land|staat|pays|país|pais|الدولة|البلد|دولة|بلد|страна|"
    "государство|країна|держава|ülke|کشور",
    "adm_1": "admin1|adm1|adm 1|admin 1|adm1 name|admin1 name|province|governorate|state|region|oblast|muhafazah|"
    "bundesland|provinz|gouvernement|gouvernorat|région|département|provincia|departamento|región|estado|المحافظة|"
    "محافظة|الولاية|الإقليم|область|регион|провинция|край|регіон|провінція|il|vilayet|bölge|استان|ولایت",
    "adm_2": "admin2|adm2|adm 2|admin 2|adm2 name|admin2 name|district|county|raion|rayon|subdistrict|bezirk|kreis|"
    "landkreis|distrikt|arrondissement|cercle|distrito|القضاء|قضاء|المديرية|المنطقة|район|округ|ilçe|شهرستان|ولسوالی",
    "event_type": "event type|type|incident type|category|kind|attack type|type of event|type of incident|typ|art|"
    "ereignistyp|ereignisart|vorfallart|vorfallstyp|kategorie|type d'événement|type d'incident|catégorie|genre|tipo|"
    "tipo de evento|tipo de incidente|categoría|نوع|النوع|نوع الحادث|نوع الحدث|نوع الهجوم|الفئة|тип|тип события|"
    "вид события|категория|тип події|категорія|tür|tip|olay türü|kategori|نوع رویداد|نوع حادثه|دسته",
    "title": "title|headline|name|subject|titel|überschrift|bezeichnung|titre|intitulé|título|titular|nombre|العنوان|"
    "عنوان|название|заголовок|наименование|назва|başlık|ad|adı",
    "description": "description|notes|details|summary|text|line|comment|comments|narrative|beschreibung|bemerkung|"
    "bemerkungen|anmerkung|zusammenfassung|hergang|remarques|résumé|détails|commentaire|descripción|resumen|notas|"
    "detalles|observaciones|الوصف|وصف|ملاحظات|التفاصيل|описание|примечание|подробности|комментарий|опис|примітки|"
    "açıklama|notlar|özet|توضیحات|شرح|توضیح",
    "initiator": "initiator|attacker|perpetrator|aggressor|suspected perpetrator|täter|angreifer|urheber|"
    "verantwortlicher|auteur|agresseur|auteur présumé|autor|agresor|perpetrador|atacante|المهاجم|الفاعل|المنفذ|"
    "الجهة المنفذة|исполнитель|нападавший|нападающий|виконавець|нападник|fail|saldırgan|مهاجم|عامل",
    "target": "target|victim|target name|target type|ziel|opfer|angriffsziel|cible|victime|objetivo|blanco|víctima|"
    "الهدف|هدف|الضحية|المستهدف|цель|жертва|ціль|мішень|hedef|mağdur",
    "claimant": "claimant|claimed by|responsibility|bekenner|revendiqué par|reivindicado por|المتبني|üstlenen",
    "party": "actor|actors|party|parties|actor1|group|belligerent|side|akteur|akteure|partei|gruppe|acteur|acteurs|"
    "groupe|partie|actores|grupo|parte|الطرف|الأطراف|الجهة|الفصيل|актор|сторона|группировка|группа|угруповання|"
    "група|aktör|taraf|grup|örgüt|طرف|گروه|بازیگر",
    "weapon": "weapon|weapons|weapon type|munition|weapon used|waffe|waffen|tatmittel|arme|armes|type d'arme|arma|"
    "armas|tipo de arma|السلاح|سلاح|نوع السلاح|оружие|вооружение|тип оружия|зброя|тип зброї|silah|silah türü|"
    "نوع سلاح",
    "fatalities_best": "fatalities|deaths|killed|dead|deaths best|best|total deaths|number killed|tote|getötete|"
    "todesopfer|anzahl tote|morts|tués|décès|nombre de morts|muertos|fallecidos|muertes|víctimas mortales|القتلى|"
    "قتلى|عدد القتلى|الوفيات|погибшие|убитые|убито|число погибших|количество погибших|загиблі|загинуло|вбито|"
    "кількість загиблих|ölü|ölüm|ölü sayısı|ölenler|کشته|کشته ها|کشته‌ها|تعداد کشته ها|تعداد کشته‌ها|تلفات",
    "fatalities_low": "fatalities low|low|deaths low|killed min|min deaths|minimum deaths|tote min|morts min|"
    "muertos min",
    "fatalities_high": "fatalities high|high|deaths high|killed max|max deaths|maximum deaths|tote max|morts max|"
    "muertos max",
    "injuries_best": "injuries|injured|wounded|number injured|verletzte|verwundete|anzahl verletzte|blessés|"
    "nombre de blessés|heridos|lesionados|الجرحى|جرحى|عدد الجرحى|المصابين|раненые|ранено|число раненых|пострадавшие|"
    "поранені|поранено|кількість поранених|yaralı|yaralılar|yaralı sayısı|زخمی|زخمی ها|مجروح|مجروحان|مجروحین",
    "source_publisher": "source|sources|publisher|source name|media|quelle|quellen|herausgeber|sources d'information|"
    "fuente|fuentes|medio|المصدر|المصادر|مصدر|источник|источники|джерело|джерела|kaynak|kaynaklar|منبع|منابع",
    "source_url": "url|link|source url|source link|links|href|web link|lien|lien source|enlace|vínculo|الرابط|رابط|"
    "ссылка|посилання|bağlantı|لینک|پیوند",
    "source_title": "source title|article|article title|source headline|artikel|titre de l'article|título del artículo",
}
"""Names as people write them, between bars; they are compared folded: no accents, case or apostrophes."""
