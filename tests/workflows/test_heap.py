import gc
from contextlib import ExitStack

import pyarrow as pa
import pytest

from geo.workflows.heap import reusing_memory


def test_the_pool_of_before_comes_back_when_the_last_piece_of_work_is_done():
    before = pa.default_memory_pool().backend_name
    first, second = ExitStack(), ExitStack()
    first.enter_context(reusing_memory())
    second.enter_context(reusing_memory())
    first.close()
    assert pa.default_memory_pool().backend_name in {"jemalloc", before}
    second.close()
    assert pa.default_memory_pool().backend_name == before


def test_work_that_fails_leaves_pool_and_garbage_collection_as_they_were():
    before, frozen = pa.default_memory_pool().backend_name, gc.get_freeze_count()
    with pytest.raises(KeyError), reusing_memory():
        raise KeyError
    assert pa.default_memory_pool().backend_name == before
    assert gc.get_freeze_count() <= frozen
