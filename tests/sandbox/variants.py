"""Practice providers that are broken, each in one way that real stand-ins are; the suite must notice every one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from amends.sandbox.answers import Answer, Body
from amends.sandbox.provider import Call, Provider
from amends.sandbox.store import Store
from amends.sandbox.world import World


class GenerousWorld(World):
    """Gives back more than came in."""

    def room_of(self, charge: Body) -> int:
        """This function will find room for anything."""
        return 1_000_000_000


class DisputesForgotten(World):
    """Refunds what the bank took back."""

    def refuse_disputed(self, charge: Body) -> None:
        """This function will refuse nothing."""


class MoneyGone(World):
    """Counts only up: a failed refund leaves the charge refunded."""

    def count_refunded(self, charge: Body, change: int) -> Body:
        """This function will overlook what comes back."""
        return super().count_refunded(charge, max(change, 0))


class IgnoresKeys(Provider):
    """Makes a new refund whatever the key."""

    def recall(self, call: Call) -> Answer | None:
        """This function will remember nothing."""
        return None


class AcceptsAnotherBody(Provider):
    """Answers a key again without looking at what is asked."""

    def compare(self, call: Call, path: str, asked: str) -> None:
        """This function will compare nothing."""


class NeverForgets(Provider):
    """Keeps keys for ever, which a real provider does not promise."""

    def recall(self, call: Call) -> Answer | None:
        """This function will look at keys of any age."""
        self.store.execute("UPDATE keys SET at = ?", self.world.now())
        return super().recall(call)


class KeepsEverything(Provider):
    """Keeps refusals of mistakes as well, so that a corrected request is refused."""

    def _done(self, call: Call, fault: Body) -> Answer:
        answer = super()._done(call, fault)
        if call.key and call.method == "POST":
            self.keep(call, answer)
        return answer


class LetsTwoIn(Provider):
    """Does not see that a request with the same key is under way."""

    @contextmanager
    def _holding(self, key: str) -> Iterator[None]:
        yield


class Generous(Provider):
    """Over the world that gives back more than came in."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.world = GenerousWorld(store)


class Forgiving(Provider):
    """Over the world that forgets disputes."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.world = DisputesForgotten(store)


class Grasping(Provider):
    """Over the world in which failed refunds are gone."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.world = MoneyGone(store)
