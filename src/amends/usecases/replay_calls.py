"""Replaying recorded calls from files: the store, the policy, how the calls speak, and the calls themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from amends.core.dates import Instant
from amends.core.engine.decide import compile_policy
from amends.core.errors import Place
from amends.core.policy.tree import Policy
from amends.imports.files import How, opened
from amends.imports.mapping import load_mapping
from amends.replay.answer import Desk
from amends.replay.calls import CallInvalid
from amends.replay.claims import Words
from amends.replay.run import Report, replay
from amends.replay.store import Store
from amends.replay.words import read_words
from amends.usecases.read_policy import read_policy, read_text

NO_WORDS = Words(reasons={}, otherwise="changed_mind", codes={})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayFiles:
    """Where the parts of a replay lie; what is not said lies beside the policy."""

    policy: Path
    mapping: Path | None = None
    words: Path | None = None

    @property
    def mapping_path(self) -> Path:
        """This property will hold where the mapping of the store file lies."""
        return self.mapping or self.policy.parent / "mapping.yaml"

    @property
    def words_path(self) -> Path:
        """This property will hold where the words of the calls lie."""
        return self.words or self.policy.parent / "replay.yaml"


def desk_for(policy: Policy, files: ReplayFiles, at: Instant) -> Desk:
    """This function will return who answers the calls under the policy: the fast engine, at that instant."""
    path = files.words_path
    words = read_words(read_text(path), policy, str(path)) if files.words or path.is_file() else NO_WORDS
    return Desk(policy=policy, words=words, decide=compile_policy(policy).decide, at=at)


def read_desk(files: ReplayFiles, at: Instant) -> Desk:
    """This function will read the policy and return who answers the calls under it."""
    return desk_for(read_policy(files.policy), files, at)


def read_store(path: Path, files: ReplayFiles, policy: Policy) -> Store:
    """This function will read a store file into the state that calls are replayed on, or raise its first problem."""
    mapping = load_mapping(read_text(files.mapping_path), str(files.mapping_path))
    how = How(mapping=mapping, currency=policy.shop.currency, zone=policy.shop.zone)
    with opened(path, how) as (_, items):
        return Store.of(value for _, value in items)


def replay_calls(
    desk: Desk, store: Store, calls: Iterable[Path], progress: Callable[[int], None] = lambda _: None
) -> Report:
    """This function will replay every file of calls and report where we agree with what was expected."""
    report = Report()
    for path in calls:
        try:
            with path.open(encoding="utf-8-sig") as lines:
                for done, one in enumerate(replay(desk, store, lines, path.name), 1):
                    report.add(one)
                    progress(done)
        except (OSError, UnicodeDecodeError) as error:
            why = (getattr(error, "strerror", "") or "it is no UTF-8 text").lower()
            raise CallInvalid(f"the calls cannot be read: {why}.", place=Place(str(path))) from error
    return report
