import io
import time

from geo.importers.tools.feeds import Feed, Paced


class Counting(io.BytesIO):
    reads = 0

    def read(self, size=-1, /):
        self.reads += 1
        return super().read(size)


def test_no_more_than_four_blocks_are_read_before_one_is_used():
    source = Counting(b"x" * 100)
    paced = Paced(source)
    begun = time.monotonic()
    for _ in range(4):
        paced.read(1)
    assert time.monotonic() - begun < 0.2
    paced.used()
    paced.read(1)
    assert time.monotonic() - begun < 0.2
    paced.read(1)
    assert time.monotonic() - begun >= 0.2


def test_nothing_is_read_of_what_is_closed():
    paced = Paced(Counting(b"xyz"))
    paced.close()
    assert paced.read(1) == b""


def test_text_of_another_encoding_comes_as_utf8_and_its_quotation_marks_are_counted(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes('قائم,"a"'.encode("utf-16"))
    feed = Feed(path, "utf-16")
    assert feed.read(3) + feed.read(100) == 'قائم,"a"'.encode()
    assert (feed.read(1), feed.census.quotes) == (b"", 2)
