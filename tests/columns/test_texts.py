"""Entries of rows, and running text by its words: what is found equals what plain Python finds."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns.coded import any_in_rows, to_offsets
from geo.columns.words import Words

words = st.text("abß ", max_size=6)
running = st.lists(st.text("abAB.1", max_size=4), max_size=4).map(" \n".join)
lists = st.lists(st.none() | st.lists(words, max_size=3), min_size=1, max_size=60)


@given(lengths=st.lists(st.integers(0, 5), max_size=60), share=st.sampled_from([0.01, 0.2, 0.9]))
def test_a_row_is_hit_when_one_of_its_entries_is(lengths, share):
    offsets = to_offsets(np.array(lengths, int))
    hits = np.random.default_rng(1).random(sum(lengths)) < share
    plain = [bool(hits[a:b].any()) for a, b in itertools.pairwise(offsets)]
    assert any_in_rows(hits, offsets).tolist() == plain


@given(rows=lists, word=st.text("abs", min_size=1, max_size=2))
def test_a_word_is_found_in_lists_of_texts(rows, word):
    texts = Words.encode(pa.chunked_array([pa.array(rows, pa.list_(pa.string()))]))
    plain = [any(word in s.replace("ß", "ss") for s in row or ()) for row in rows]
    assert found(texts.mask(word), len(rows)) == plain


@given(
    rows=st.lists(st.none() | running, max_size=40),
    word=st.text("ab.1", min_size=1, max_size=3),
    batch=st.sampled_from([3, 100]),
)
def test_a_word_is_found_in_running_text_however_it_is_batched(rows, word, batch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.columns.words._BATCH", batch)
        texts = Words.encode(pa.chunked_array([pa.array(rows, pa.string())]))
    assert found(texts.mask(word), len(rows)) == [word in (row or "").lower() for row in rows]


def test_many_words_at_once_are_found_as_few_are():
    rows = [f"w{i} other" for i in range(300)]
    texts = Words.encode(pa.chunked_array([rows]))
    assert texts.mask("w").all()
    assert found(texts.mask("w299"), 300) == [i == 299 for i in range(300)]
    assert texts.mask("nowhere") is None


def found(mask, rows):
    return [False] * rows if mask is None else mask.tolist()
