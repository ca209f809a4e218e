"""How long `amends check` takes on policies of 100 clauses that are made to be hard for it, each in a fresh process.

`python -m benchmarks.hostile` prints a table of all kinds, `python -m benchmarks.hostile "forty flags"` a row of one.
A policy of 100 clauses is to take less than 10 seconds; where a check cannot look at all of one, its name is told.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from datetime import date

from benchmarks.hostile_policies import KINDS, written

from amends.core.checks.every import findings_of
from amends.core.checks.finding import Subject
from amends.core.dates import Calendar
from amends.core.policy.load import load_policy

CLAUSES = 100
LONGEST = 60  # seconds, after which a kind is given up
CALENDAR = Calendar(frozenset(), date(2000, 1, 1).toordinal(), date(2060, 12, 31).toordinal())
HEAD = """\
| policy of 100 clauses | seconds | MB | findings | checks that did not look at every claim |
|---|---|---|---|---|"""


def row(kind: str, clauses: int = CLAUSES) -> str:
    """This function will check a policy of that kind, and write what it took as a row of the table."""
    policy = load_policy(written(kind, clauses), CALENDAR)
    subject = Subject(policy, policy.starts)
    start = time.process_time()
    found = list(findings_of(subject))
    seconds = time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    assert not subject.unconfirmed
    unfinished = (name for one in found if one.code == "too_many_situations" for name in NAMED.findall(one.message))
    return f"| {kind} | {seconds:.1f} | {most} | {len(found)} | {', '.join(unfinished)} |"


NAMED = re.compile("`([a-z_]+)`")  # the checks, in the sentence that tells which did not look at every claim


def main(kinds: list[str]) -> None:
    """This function will print the rows of these kinds, or the table of all."""
    if kinds:
        for kind in kinds:
            print(row(kind), flush=True)
        return
    print(HEAD)
    for kind in KINDS:
        command = [sys.executable, "-m", "benchmarks.hostile", kind]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LONGEST)  # noqa: S603
        except subprocess.TimeoutExpired:
            print(f"| {kind} | more than {LONGEST} | | | |", flush=True)
        else:
            print(done.stdout, end="", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
