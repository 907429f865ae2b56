"""Article text to claims to candidates; rules, gazetteer and lexicons, offline and deterministic."""

from geo.extraction.article import Article, Unresolved, candidate_json
from geo.extraction.documents import Document, read_document
from geo.extraction.fetch import Fetched, fetch
from geo.extraction.gazetteer import Gazetteer
from geo.extraction.lexicon import Lexicon
from geo.extraction.place_context import PlaceMention
from geo.extraction.proposer import ChatProposer, Proposal, Proposer, with_proposals
from geo.extraction.reader import extract, geoparse
from geo.extraction.resolve import Resolution, geocode
from geo.extraction.selected import Picked, read_selection
from geo.extraction.tables import TableName, geocode_table

__all__ = [
    "Article",
    "ChatProposer",
    "Document",
    "Fetched",
    "Gazetteer",
    "Lexicon",
    "Picked",
    "PlaceMention",
    "Proposal",
    "Proposer",
    "Resolution",
    "TableName",
    "Unresolved",
    "candidate_json",
    "extract",
    "fetch",
    "geocode",
    "geocode_table",
    "geoparse",
    "read_document",
    "read_selection",
    "with_proposals",
]
