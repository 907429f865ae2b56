"""One sentence for each file made to do harm."""

import pytest
from made_up import read

from geo.errors import InputError

SECRET = "the-content-of-another-file"
VRT = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{source}</SrcDataSource>
<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""


def sentence_of(path, format=None, **options):  # noqa: A002 - the option's name
    with pytest.raises(InputError) as caught:
        read(path, format, **options)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    assert SECRET not in said
    return said
