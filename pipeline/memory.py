"""Memory given back to the system between the steps of a long run."""

import ctypes
import gc
import sys


def release() -> None:
    """Forget the models that are loaded and give back what memory is free.

    Whoever holds a pipeline keeps it; the next `pipeline.load` reads the model again.
    """
    language = sys.modules.get("pipeline.language")
    if language is not None:
        language.forget_models()
    gc.collect()
    trim()


def trim() -> None:
    """Give back what Arrow and the C library keep of memory that is free."""
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libc.so.6").malloc_trim(0)
        except (OSError, AttributeError):  # not glibc
            return
