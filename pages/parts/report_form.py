"""Reading reports in: pasted, dropped, one or many; and choosing one that is in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import AtlasError, ExtractionError
from geo.extraction import read_document
from geo.settings import ModelSettings
from geo.workflows.reports import own_proposer, read_report, reports
from pages.parts.messages import show_error

if TYPE_CHECKING:
    from geo.extraction import Proposer
    from geo.workflows.atlas import Atlas
    from geo.workflows.reports import Report

_CHOSEN = "report"
_TYPES = ["txt", "html", "htm", "pdf", "docx"]


def read_form(atlas: Atlas, editor: str | None) -> None:
    """Take a pasted text or files; the newest report read becomes the chosen one."""
    empty = not reports(atlas)
    with st.expander("Read a report", expanded=empty, icon=":material/article:"):
        text = st.text_area(
            "Paste the text", key="report_text", height=180, placeholder="The whole report, headline first"
        )
        files = st.file_uploader("or drop files", type=_TYPES, accept_multiple_files=True, key="report_files")
        left, middle, right = st.columns([2, 3, 3])
        published = left.text_input("Published", key="report_published", placeholder="2024-01-24").strip()
        title = middle.text_input("Headline", key="report_title")
        publisher = right.text_input("Publisher", key="report_publisher")
        url = st.text_input(
            "Address", key="report_url", placeholder="https://… (kept as the source's link; nothing is fetched)"
        )
        if not published:
            st.caption(_WHY_DATE)
        proposer = own_proposer(ModelSettings())
        ask = proposer is not None and st.checkbox("Ask my language model, too", key="report_model", help=_WHY_MODEL)
        if st.button("Read", type="primary", key="report_read", disabled=editor is None):
            texts = [(text, title or None, None)] if text.strip() else []
            try:
                texts += [tuple(read_document(f.getvalue(), f.name)) for f in files]
                _read(
                    atlas,
                    texts,
                    published=published,
                    url=url.strip() or None,
                    publisher=publisher.strip() or None,
                    proposer=proposer if ask else None,
                    by=editor or "",
                )
            except AtlasError as error:
                show_error(error)
        if editor is None:
            st.caption("Give your name above first: every candidate records who read it in.")


_WHY_MODEL = (
    "Sends the text to the endpoint in your settings. Its candidates are marked as made by a model; words that are "
    "not in the text and places that do not resolve are dropped."
)
_WHY_DATE = (
    "Published: a day, a month (2024-01) or a year. Without it words such as “on Tuesday” cannot be dated "
    "and stay undated."
)


def _read(
    atlas: Atlas,
    texts: list[tuple[str, str | None, str | None]],
    *,
    published: str,
    url: str | None,
    publisher: str | None,
    proposer: Proposer | None,
    by: str,
) -> None:
    if not texts:
        raise ExtractionError("Paste a text or drop a file first.")
    bar = st.progress(0.0, text="Reading …")
    for number, (text, title, stated) in enumerate(texts, start=1):
        day = published or stated
        report = read_report(atlas, text, day, title=title, url=url, publisher=publisher, proposer=proposer, by=by)
        st.query_params[_CHOSEN] = report.id
        bar.progress(number / len(texts), text=f"{number} of {len(texts)} read")
    bar.empty()
    st.toast(f"{len(texts)} read.")


def choose_report(atlas: Atlas) -> Report | None:
    """Let the reader choose among the reports of the store; the address names the chosen one."""
    known = reports(atlas)
    if not known:
        st.info(
            "No report has been read yet. Paste one above; the seed of this project is a report on strikes in Iraq."
        )
        return None
    asked = st.query_params.get(_CHOSEN)
    names = list(known)
    chosen = st.selectbox(
        f"Reports in the store ({len(names)})",
        names,
        index=names.index(asked) if asked in known else 0,
        format_func=lambda i: _words(known[i]),
    )
    st.query_params[_CHOSEN] = chosen
    for note in known[chosen].article.notes:
        st.caption(note)
    return known[chosen]


def _words(report: Report) -> str:
    article = report.article
    title = article.title or " ".join(article.text.split()[:9]) + " …"
    return f"{article.published or 'undated'} · {title} · {len(report.uids)} incidents"
