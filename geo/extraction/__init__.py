"""Article text to claims to candidates; rules, gazetteer and lexicons, offline and deterministic."""
