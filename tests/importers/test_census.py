"""What one pass over a text's bytes tells, whatever the places where they are cut."""

import pytest
from made_up import write

from geo.importers.tools.encoding import census


@pytest.mark.parametrize("line", ["a", "é", "€", "😀", "x" * 70_001])
def test_a_long_text_of_any_characters_is_utf8_and_its_quotation_marks_are_counted(tmp_path, line):
    text = f'"{line}"\n'
    times = (5 << 20) // len(text.encode()) + 1
    assert census(write(tmp_path, text * times)) == (True, 2 * times, False)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.49, 0.51, 0.999])
@pytest.mark.parametrize("wrong", [b"\xff", b"\xc3", b"\xa9", b"\xf0\x9f\x98"])
def test_a_byte_that_does_not_belong_is_found_wherever_it_stands(tmp_path, share, wrong):
    data = "é\n".encode() * (1 << 20)
    at = int(share * (1 << 20)) * 3
    assert not census(write(tmp_path, data[:at] + wrong + b"\n" + data[at:])).is_utf8


@pytest.mark.parametrize("at", [0, 1 << 20, 2_999_999])
def test_a_zero_byte_is_found_wherever_it_stands(tmp_path, at):
    data = bytearray(b"a\n" * 1_500_000)
    data[at] = 0
    assert census(write(tmp_path, bytes(data))) == (True, 0, True)


def test_a_text_that_ends_within_a_character_is_not_utf8(tmp_path):
    assert not census(write(tmp_path, "abc€".encode()[:-1])).is_utf8
