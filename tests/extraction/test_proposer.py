import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.errors import ExtractionError
from geo.extraction import ChatProposer, extract, with_proposals
from geo.model import Method

TEXT = "Villagers near Haditha in Iraq spoke of a blast on 2 May 2021 that broke windows."
GOOD = {
    "event_type": "explosive_device",
    "date": "2021-05-02",
    "country": "IQ",
    "quotes": [
        {"field": "event_type", "value": "explosive_device", "text": "a blast"},
        {"field": "place", "value": "Haditha", "text": "Haditha"},
        {"field": "date", "value": "2021-05-02", "text": "2 May 2021"},
        {"field": "killed", "value": 40, "text": "forty people died"},
    ],
}


@pytest.fixture
def endpoint():
    """A language model of our own that answers what the test puts into ``answer``."""
    state = {"answer": "{}", "asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            state["asked"].append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps({"choices": [{"message": {"content": state["answer"]}}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state["url"] = f"http://127.0.0.1:{server.server_port}/v1"
    yield state
    server.shutdown()
    server.server_close()


def proposed(endpoint, gazetteer, *incidents):
    endpoint["answer"] = json.dumps({"incidents": list(incidents)})
    bare = extract(TEXT, None, gazetteer=gazetteer).model_copy(update={"candidates": ()})
    return with_proposals(bare, ChatProposer(endpoint["url"], "small"), gazetteer).candidates


def test_a_proposal_whose_words_are_in_the_text_becomes_a_candidate(endpoint, gazetteer):
    found = proposed(endpoint, gazetteer, GOOD)[0].incident
    assert found.method is Method.MODEL
    assert (found.place.name, found.place.country) == ("Ḩadīthah", "IQ")
    assert found.date_start.isoformat() == "2021-05-02"


def test_a_quotation_that_is_not_in_the_text_is_dropped(endpoint, gazetteer):
    found = proposed(endpoint, gazetteer, GOOD)[0].incident
    assert found.fatalities.best is None
    assert all(TEXT[c.start : c.end] == c.text for c in found.claims)


def test_a_place_that_does_not_resolve_gives_no_point(endpoint, gazetteer):
    quotes = [
        {"field": "event_type", "value": "riot", "text": "a blast"},
        {"field": "place", "value": "x", "text": "windows"},
    ]
    found = proposed(endpoint, gazetteer, {"quotes": quotes, "country": "IQ"})[0]
    assert found.incident.place.longitude is None
    assert found.reasons == ("no place of the proposal resolves",)


def test_a_proposal_without_any_words_is_dropped(endpoint, gazetteer):
    assert (
        proposed(
            endpoint, gazetteer, {"place": "Haditha", "country": "IQ", "quotes": []}, {"event_type": "no such type"}
        )
        == ()
    )


def test_what_the_rules_found_is_not_proposed_again(endpoint, gazetteer):
    text = "A roadside bomb exploded in Haditha, Iraq, on 2 May 2021, killing two people. It was a blast."
    endpoint["answer"] = json.dumps(
        {"incidents": [{**GOOD, "quotes": [q for q in GOOD["quotes"] if q["text"] in text]}]}
    )
    article = extract(text, None, gazetteer=gazetteer)
    assert with_proposals(article, ChatProposer(endpoint["url"], "small"), gazetteer) == article


def test_the_report_is_sent_as_data_at_temperature_zero(endpoint, gazetteer):
    proposed(endpoint, gazetteer)
    asked = endpoint["asked"][0]
    assert asked["temperature"] == 0
    assert TEXT in asked["messages"][1]["content"]


def test_an_answer_that_is_no_json_is_refused(endpoint, gazetteer):
    endpoint["answer"] = "I cannot help with that."
    with pytest.raises(ExtractionError, match="did not answer with JSON"):
        with_proposals(extract(TEXT, None, gazetteer=gazetteer), ChatProposer(endpoint["url"], "small"), gazetteer)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/v1"])
def test_only_web_addresses_are_asked(url):
    with pytest.raises(ExtractionError, match="http or https"):
        ChatProposer(url, "small").propose("x", None)


def test_an_endpoint_that_does_not_answer_is_reported():
    with pytest.raises(ExtractionError, match="no usable answer"):
        ChatProposer("http://127.0.0.1:9/v1", "small", timeout=2).propose("x", None)
