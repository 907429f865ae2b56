"""Reports: read a text into candidates of the casebook, keep the text in the user's own store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from geo.errors import ExtractionError
from geo.extraction import Article, ChatProposer, extract, with_proposals
from geo.model import Incident, LinkKind, Method, ReviewState
from geo.store.casebook import body_of
from geo.store.records import Change
from geo.workflows.places import gazetteer, lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.extraction import Proposer
    from geo.model import Claim, Link, Revision
    from geo.settings import ModelSettings
    from geo.workflows.atlas import Atlas

ARTICLE = "article"
DATASET = "reported"


@dataclass(frozen=True)
class Report:
    """A report in the store: its article and the uids of the incidents that were read from it."""

    id: str
    article: Article
    uids: tuple[str, ...]


def read_report(
    atlas: Atlas,
    text: str,
    published: str | None,
    *,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    proposer: Proposer | None = None,
    by: str,
) -> Report:
    """Read a report and keep it with its candidates in one transaction.

    The same text again, by its SHA-256, gives the report that is there and changes nothing. A
    ``proposer`` may add candidates whose words are in the text and whose places resolve. Raises
    ExtractionError where the text or the date cannot be read, or the proposer does not answer.
    """
    lookup = atlas.snapshot().lookup
    today = datetime.now(UTC).date()
    article = extract(
        text,
        published,
        title,
        url,
        gazetteer=gazetteer(lookup),
        lexicon=lexicon(lookup),
        publisher=publisher,
        accessed=today,
    )
    held = reports(atlas).get(_id(article))
    if held is not None:
        return held
    if proposer is not None:
        article = with_proposals(article, proposer, gazetteer(lookup))
    incidents = as_incidents(article)
    changes = [Change(ARTICLE, _id(article), body_of(article.model_copy(update={"candidates": ()})), 0)]
    changes += [Change("incident", i.uid, body_of(i), 0) for i in incidents]
    atlas.store.casebook.put_many(changes, by=by, why=f"read from {article.title or 'a report'}")
    return Report(_id(article), article, tuple(i.uid for i in incidents))


def own_proposer(settings: ModelSettings) -> Proposer | None:
    """Give the language model that the settings name, None where they name none."""
    if settings.endpoint is None:
        return None
    return ChatProposer(settings.endpoint, settings.name, settings.key.get_secret_value() if settings.key else None)


_KEPT: WeakKeyDictionary[Atlas, tuple[int, Mapping[str, Report]]] = WeakKeyDictionary()


def reports(atlas: Atlas) -> Mapping[str, Report]:
    """Give all reports of the store by id, the newest publication first."""
    serial = atlas.store.casebook.serial()
    held = _KEPT.get(atlas)
    if held is None or held[0] != serial:
        held = _KEPT[atlas] = (serial, _reports(atlas))
    return held[1]


def by_hand(atlas: Atlas) -> tuple[str, ...]:
    """Give the uids of the casebook's incidents that people entered without a report, the newest entry last."""
    built_in = {i.uid for i in atlas.reference.incidents}
    own = atlas.store.casebook.incidents().values()
    return tuple(i.uid for i in own if i.uid not in built_in and not any(s.sha256 for s in i.sources))


def _reports(atlas: Atlas) -> Mapping[str, Report]:
    found = {}
    uids: dict[str, list[str]] = {}
    for incident in atlas.store.casebook.incidents().values():
        for source in incident.sources:
            if source.sha256:
                uids.setdefault(source.sha256, []).append(incident.uid)
    for record in atlas.store.casebook.all(ARTICLE).values():
        article = Article.model_validate(record.body)
        found[record.id] = Report(record.id, article, tuple(uids.get(article.sha256, ())))
    return dict(sorted(found.items(), key=lambda pair: pair[1].article.published or "", reverse=True))


def redate(atlas: Atlas, report: Report, published: str, *, by: str) -> list[Revision]:
    """Read a report again with the publication date that was missing or wrong.

    Candidates that nobody touched are replaced by what is read now; those that were decided on or
    corrected stay as they are. Raises ExtractionError where the date cannot be read.
    """
    old = report.article
    lookup = atlas.snapshot().lookup
    if not published.strip():
        raise ExtractionError("Give the day, month or year on which it was published.")
    article = extract(
        old.text,
        published.strip(),
        old.title,
        old.url,
        gazetteer=gazetteer(lookup),
        lexicon=lexicon(lookup),
        publisher=old.publisher,
        accessed=old.accessed,
    )
    records = atlas.store.casebook.all("incident", removed=True)
    fresh = {i.uid: i for i in as_incidents(article)}
    read = re.compile(rf"{DATASET}:{old.sha256[:12]}-\d+")
    untouched = {uid for uid in report.uids if records[uid].version == 1 and read.fullmatch(uid)}
    free = {uid for uid in fresh if uid in untouched or uid not in records}
    changes = [Change(ARTICLE, report.id, body_of(article.model_copy(update={"candidates": ()})))]
    changes += [
        Change("incident", uid, body_of(i)) for uid, i in fresh.items() if uid in untouched or uid not in records
    ]
    changes += [Change("incident", uid, None) for uid in sorted(untouched - free)]
    return atlas.store.casebook.put_many(changes, by=by, why=f"read again as published on {published.strip()}")


def remove_report(atlas: Atlas, report_id: str, *, by: str, why: str) -> None:
    """Take the text out of the store; what was accepted from it stays, with its source named."""
    atlas.store.casebook.remove(ARTICLE, report_id, by=by, why=why)


def as_incidents(article: Article) -> list[Incident]:
    """Give the article's candidates as incidents of the casebook, each claim with the article as its source."""
    made = []
    for candidate in article.candidates:
        incident = candidate.incident
        claims = tuple(_sourced(c, article) for c in incident.claims)
        change = {
            "dataset": DATASET,
            "state": ReviewState.CANDIDATE,
            "method": Method.RULE if incident.method is Method.PROVIDER else incident.method,
            "sources": (article.source,),
            "claims": claims,
            "links": tuple(_local(link) for link in incident.links),
            "description": incident.description or "; ".join(candidate.reasons) or None,
        }
        made.append(incident.model_copy(update=change))
    return made


def _sourced(claim: Claim, article: Article) -> Claim:
    """Name the article as the claim's source, and the incident that a response is to by its uid."""
    change: dict[str, object] = {"source": article.source}
    if claim.field == LinkKind.IN_RESPONSE_TO.value and claim.value:
        change["value"] = f"{DATASET}:{claim.value}"
    return claim.model_copy(update=change)


def _local(link: Link) -> Link:
    return link.model_copy(update={"to": f"{DATASET}:{link.to.split(':', 1)[-1]}", "kind": LinkKind(link.kind)})


def _id(article: Article) -> str:
    return article.sha256[:16]
