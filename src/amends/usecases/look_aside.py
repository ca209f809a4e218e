"""Work that takes seconds, done beside the requests that wait for it: one thing after the other, and kept for a while.

Laws: what is being worked out is begun once, whoever asks for it meanwhile; nobody waits for longer than they say; what
failed is not kept, and is begun again by whoever asks next. Each process has its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Aside(Generic[Key, Found]):
    """What is looked at aside, and what has been found."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Key, Future[Found]] = OrderedDict()
        self._lock = Lock()
        self._one = ThreadPoolExecutor(1, thread_name_prefix="look-aside")

    def look(self, key: Key, work: Callable[[], Found], wait_seconds: float) -> Found | None:
        """This function will return what the work found; nothing where that takes longer, and is asked for again."""
        with self._lock:
            future = self._found.get(key)
            if future is None:
                future = self._found[key] = self._one.submit(work)
                while len(self._found) > self._most:
                    self._found.popitem(last=False)[1].cancel()
            self._found.move_to_end(key)
        if not wait((future,), wait_seconds).done or future.cancelled():  # left out for want of room
            return None
        try:
            return future.result()
        except Exception:
            self._forget(key, future)
            raise

    def _forget(self, key: Key, future: Future[Found]) -> None:
        with self._lock:
            if self._found.get(key) is future:
                del self._found[key]
