"""Entries of rows: which rows hold one that is hit, and texts of some rows only."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns.coded import any_in_rows, to_offsets
from geo.columns.text import Texts

words = st.text("abß ", max_size=6)
lists = st.lists(st.none() | st.lists(words, max_size=3), min_size=1, max_size=60)


@given(lengths=st.lists(st.integers(0, 5), max_size=60), share=st.sampled_from([0.01, 0.2, 0.9]))
def test_a_row_is_hit_when_one_of_its_entries_is(lengths, share):
    offsets = to_offsets(np.array(lengths, int))
    hits = np.random.default_rng(1).random(sum(lengths)) < share
    plain = [bool(hits[a:b].any()) for a, b in itertools.pairwise(offsets)]
    assert any_in_rows(hits, offsets).tolist() == plain


@given(rows=lists, word=st.text("abs", min_size=1, max_size=2))
def test_a_word_is_found_in_lists_whether_all_or_some_rows_are_asked(rows, word):
    texts = Texts.encode(pa.chunked_array([pa.array(rows, pa.list_(pa.string()))]))
    plain = np.array([any(word in s.replace("ß", "ss") for s in row or ()) for row in rows])
    found = texts.mask(word)
    assert (np.zeros(len(rows), bool) if found is None else found).tolist() == plain.tolist()
    some = np.arange(len(rows))[::-2]
    found = texts.at(some).mask(word)
    assert (np.zeros(len(some), bool) if found is None else found).tolist() == plain[some].tolist()


@pytest.mark.parametrize("strings", [["same"] * 9, [f"other {i}" for i in range(9)]])
def test_strings_are_numbered_only_where_they_repeat(strings):
    texts = Texts.encode(pa.chunked_array([strings, strings[:0]], pa.string()))
    assert (texts.codes is None) == (len(set(strings)) > 1)
    assert texts.mask(strings[0]).sum() == strings.count(strings[0])
