"""Reading reports in: pasted, dropped, fetched, one or many; and choosing one that is in the store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from geo.errors import AtlasError, ExtractionError
from geo.extraction import Article, Document, fetch, read_document
from geo.extraction.documents import MAX_BYTES
from geo.settings import FetchSettings, ModelSettings
from geo.workflows.reports import Report, by_hand, own_proposer, read_report, redate, reports
from pages.parts import review_state
from pages.parts.messages import show_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.extraction import Proposer
    from geo.workflows.atlas import Atlas

_CHOSEN, _BY_HAND = "report", "by-hand"
_ROUND, _OUTCOME = "report_round", "report_outcome"
_TYPES = ["txt", "html", "htm", "pdf", "docx"]


class _Input(NamedTuple):
    """One text to come: the ``name`` to speak of it by, and how to get it."""

    name: str
    read: Callable[[], Document]
    url: str | None = None


class _Given(NamedTuple):
    """What the reader says of all texts."""

    published: str
    title: str | None
    publisher: str | None
    proposer: Proposer | None


def read_form(atlas: Atlas, editor: str | None) -> None:
    """Take a pasted text, files or an address; the newest report read becomes the chosen one."""
    key = f"report_{st.session_state.get(_ROUND, 0)}"
    with st.expander(
        "Read a report", expanded=not reports(atlas), icon=":material/article:", key=f"{key}_box", on_change="rerun"
    ):
        text = st.text_area(
            "Paste the text", key=f"{key}_text", height=180, placeholder="The whole report, headline first"
        )
        files = st.file_uploader(
            "or drop files",
            type=_TYPES,
            accept_multiple_files=True,
            key=f"{key}_files",
            max_upload_size=MAX_BYTES // 1_000_000,
        )
        left, middle, right = st.columns([2, 3, 3])
        published = left.text_input("Published", key=f"{key}_published", placeholder="2024-01-24").strip()
        title = middle.text_input("Headline", key=f"{key}_title").strip()
        publisher = right.text_input("Publisher", key=f"{key}_publisher").strip()
        url = st.text_input("Address", key=f"{key}_url", placeholder="https://… of the report").strip()
        st.caption(_WHY_DATE if not published else _WHY_ADDRESS)
        own = own_proposer(ModelSettings())
        ask = own is not None and st.checkbox("Ask my language model, too", key=f"{key}_model", help=_WHY_MODEL)
        given = _Given(published, title or None, publisher or None, own if ask else None)
        with st.container(horizontal=True):
            if st.button("Read", type="primary", key="report_read", disabled=editor is None):
                _read_all(atlas, [*_pasted(text, url), *_dropped(files)], given, editor or "")
            if FetchSettings().allowed and st.button(
                "Fetch the address and read it", key="report_fetch", disabled=editor is None or not url
            ):
                _read_all(atlas, [_fetched(url)], given, editor or "")
        if editor is None:
            st.caption("Give your name above first: every candidate records who read it in.")
    _show_outcome()


_WHY_MODEL = (
    "Sends the text to the endpoint in your settings. Its candidates are marked as made by a model; words that are "
    "not in the text and places that do not resolve are dropped."
)
_WHY_DATE = (
    "When was it published? A day, a month (2024-01) or a year: without it words such as “on Tuesday” cannot be "
    "dated and stay undated."
)
_WHY_ADDRESS = "The address is kept as the source's link. It is asked only when you press “Fetch”."


def _pasted(text: str, url: str) -> list[_Input]:
    if not text.strip():
        return []
    return [_Input("The text", lambda: Document(text, None, None), url or None)]


def _dropped(files: list[UploadedFile]) -> list[_Input]:
    return [_Input(f.name, partial(_document, f)) for f in files]


def _document(file: UploadedFile) -> Document:
    return read_document(file.getvalue(), file.name)


def _fetched(url: str) -> _Input:
    def read() -> Document:
        found = fetch(url, FetchSettings())
        return read_document(found.data, found.name)

    return _Input(url, read, url)


def _read_all(atlas: Atlas, inputs: list[_Input], given: _Given, by: str) -> None:
    """Read one after another; one that cannot be read does not stop the rest."""
    if not inputs:
        show_error(ExtractionError("Paste a text or drop a file first."))
        return
    before = set(reports(atlas))
    bar = st.progress(0.0, text="Reading …")
    outcome: list[tuple[str, str]] = []
    good = 0
    for number, one in enumerate(inputs, start=1):
        bar.progress((number - 1) / len(inputs), text=f"Reading {number} of {len(inputs)} …")
        try:
            report = _read_one(atlas, one, given, by)
        except AtlasError as error:
            outcome.append((one.name, f"not read: {error}"))
            continue
        good += 1
        st.query_params[_CHOSEN] = report.id
        known = " (it was in the store already; nothing changed)" if report.id in before else ""
        outcome.append((one.name, f"{len(report.uids)} incidents{known}"))
    bar.empty()
    st.session_state[_OUTCOME] = outcome
    if good:
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        review_state.choose(None)
    st.rerun()


def _read_one(atlas: Atlas, one: _Input, given: _Given, by: str) -> Report:
    found = one.read()
    return read_report(
        atlas,
        found.text,
        given.published or found.published,
        title=given.title or found.title,
        url=one.url,
        publisher=given.publisher,
        proposer=given.proposer,
        by=by,
    )


def _show_outcome() -> None:
    """Tell what became of each text that was given last."""
    outcome: list[tuple[str, str]] = st.session_state.get(_OUTCOME) or []
    bad = [line for line in outcome if line[1].startswith("not read")]
    if not outcome:
        return
    with st.container(border=bool(bad)):
        if bad or len(outcome) > 1:
            st.text(f"{len(outcome) - len(bad)} of {len(outcome)} read.")
        for name, said in outcome:
            if bad or len(outcome) > 1 or "already" in said:
                st.text(f"{name}: {said}")


def open_by_hand() -> None:
    """Open what people entered without a report."""
    st.query_params[_CHOSEN] = _BY_HAND


def choose_report(atlas: Atlas, editor: str | None) -> Report | None:
    """Let the reader choose among the reports of the store; the address names the chosen one."""
    known = dict(reports(atlas))
    if uids := by_hand(atlas):
        known[_BY_HAND] = Report(_BY_HAND, Article(sha256="", text=""), uids)
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
    report = known[chosen]
    if report.article.sha256 and not report.article.published:
        _ask_date(atlas, report, editor)
    return report


def _ask_date(atlas: Atlas, report: Report, editor: str | None) -> None:
    """Ask for the publication date that a report lacks, and say why."""
    with st.container(border=True):
        st.markdown("**When was this report published?**")
        st.caption(
            "It does not say. Words such as “on Tuesday” or “last night” count from that day, so they stay undated "
            "until it is known. Candidates that you have decided on or corrected stay as they are."
        )
        left, right = st.columns([2, 5], vertical_alignment="bottom")
        published = left.text_input("Publication date", key=f"redate_{report.id}", placeholder="2024-01-24")

        def read_again() -> None:
            day = st.session_state[f"redate_{report.id}"]
            review_state.do("the publication date", lambda: redate(atlas, report, day, by=editor or ""))

        right.button(
            "Read it again",
            key="report_redate",
            on_click=read_again,
            disabled=editor is None,
            help="A day, a month (2024-01) or a year." if published else None,
        )


def _words(report: Report) -> str:
    if report.id == _BY_HAND:
        return f"Entered by hand, without a report · {len(report.uids)} incidents"
    article = report.article
    title = article.title or " ".join(article.text.split()[:9]) + " …"
    return f"{article.published or 'undated'} · {title} · {len(report.uids)} incidents"
