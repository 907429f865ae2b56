"""Documents with what was taken from each, and datasets with their licences."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from pages.parts.records import Item, Record, record_list

if TYPE_CHECKING:
    from geo.model import DatasetInfo, Incident, Source
    from geo.workflows.atlas import Snapshot


def show_documents(snapshot: Snapshot) -> None:
    """Show every document that the team's own incidents rest on, newest first."""
    taken: dict[Source, list[Incident]] = {}
    for incident in snapshot.values.values():
        documents = dict.fromkeys([*incident.sources, *(c.source for c in incident.claims if c.source)])
        for source in documents:
            taken.setdefault(source, []).append(incident)
    order = sorted(taken, key=lambda s: (s.published is None, s.published and -s.published.toordinal(), s.publisher))
    st.markdown(f"#### Documents ({len(order)})")
    records = [_document(source, taken[source]) for source in order]
    empty = "No document is cited yet; incidents that you code name theirs."
    record_list(records, key="sources_documents", search="Search publishers, titles, notes", empty=empty)


def _document(source: Source, incidents: list[Incident]) -> Record:
    fields = [
        ("Published", str(source.published or "not stated")),
        ("Licence", source.licence or "not stated"),
        *((label, str(value)) for label, value in (("Read", source.accessed), ("Note", source.note)) if value),
        *([("SHA-256", source.sha256)] if source.sha256 else []),
    ]
    items = [Item(source.url, href=source.url)] if source.url else []
    for incident in sorted(incidents, key=lambda i: (i.date_start is None, i.date_start, i.uid)):
        claims = sum(c.source == source for c in incident.claims)
        detail = f"{incident.date_start or 'undated'}, {claims} {'claim' if claims == 1 else 'claims'}"
        address = "/?" + urlencode({"incident": incident.uid})
        items.append(Item(incident.title or incident.uid, detail=detail, href=address))
    return Record(
        id=source.id or f"{source.publisher} {source.title}",
        title=source.title or source.publisher,
        subtitle=source.publisher if source.title else "",
        badge=str(source.published.year) if source.published else "",
        count=f"{len(incidents):,} incident{'' if len(incidents) == 1 else 's'}",
        fields=fields,
        items=items,
        items_title="Taken from it",
    )


def show_datasets(snapshot: Snapshot) -> None:
    """Show every dataset with its licence, attribution and what it holds."""
    infos = [part.info for part in snapshot.parts]
    st.markdown(f"#### Datasets ({len(infos)})")
    records = [_dataset(info) for info in infos]
    record_list(records, key="sources_datasets", search="Search datasets", empty="No dataset is imported yet.")


def _dataset(info: DatasetInfo) -> Record:
    pass_on = {True: "may be passed on", False: "may not be passed on", None: "not stated: ask the licence"}
    fields = [
        ("Licence", info.licence or "not stated"),
        ("Redistribution", pass_on[info.redistributable]),
        ("Attribution", info.attribution or "not stated"),
        ("Provider", " ".join(filter(None, (info.provider, info.release))) or "not stated"),
        ("Read", str(info.accessed or info.imported_at or "")),
        ("Content", f"SHA-256 {info.content_hash}"),
    ]
    items = [Item(info.url, href=info.url)] if info.url else []
    items.append(Item("Show its incidents on the map", href="/?" + urlencode({"dataset": info.name})))
    return Record(
        id=info.name,
        title=info.name,
        badge=f"version {info.version}",
        subtitle=info.file_name or "",
        count=f"{info.rows:,} rows",
        fields=[(label, value) for label, value in fields if value],
        items=items,
    )
