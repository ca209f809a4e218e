"""`python -m benchmarks.cluster [LINES]`: a backtest on Apache Spark, in local mode and on a cluster of two workers.

Needs the extra `spark` and Java. Looks first whether Spark counts what the embedded engine counts, then measures the
query beside the same one written by hand in Spark SQL (`by_hand.sql`), turn by turn in one session.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pyspark
from benchmarks.claims import CALENDAR, policy, policy_text
from benchmarks.history import write_history
from pyspark.sql import SparkSession

from amends.backtest.backtesting import backtest
from amends.backtest.cluster import run, show_history, show_spans, started, text_of
from amends.backtest.comparing import compared, lowered_for
from amends.backtest.report import Report, report
from amends.core.policy.load import load_policy

LINES = 2_000_000
ROUNDS = 6
BY_HAND = Path(__file__).with_name("by_hand.sql")
WORKERS = 2
PATIENCE = 240  # steps of half a second until the workers have come


def main() -> None:
    """This function will run both ways and print what was seen."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.parquet"
        write_history(file, lines)
        machine = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, Spark {pyspark.__version__}"
        print(f"{lines:,} lines, {machine}", flush=True)
        with started("local[2]") as session:
            in_turn(session, file)
        with two_workers(Path(folder)) as master, started(master) as session:
            print(f"cluster: {_executors(session)} workers")
            same(session, file)


def same(session: SparkSession, file: Path) -> None:
    """This function will stop where Spark counts otherwise than the embedded engine."""
    newer = load_policy(policy_text().replace("days: 35", "days: 45").replace("75.00", "50.00"), CALENDAR)
    both = [policy(), newer]
    shown = show_history(session, str(file), both[0].shop.zone.key, both[0].vocabulary)
    question = compared([lowered_for(one, shown) for one in both], shown)
    show_spans(session, shown, newer, question.spans)
    began = time.perf_counter()
    found = report(question, run(session, text_of(question.query)), shown)
    took = time.perf_counter() - began
    assert found == backtest(both, file), "the two engines differ"
    print(f"two policies: {found.total.claims:,} claims, {found.total.changed:,} answered differently, {took:.1f} s")
    print("the embedded engine counts the same", flush=True)


def in_turn(session: SparkSession, file: Path) -> None:
    """This function will measure the lowered query and the one written by hand, and see that they agree."""
    same(session, file)
    of = policy()
    shown = show_history(session, str(file), of.shop.zone.key, of.vocabulary)
    question = compared([lowered_for(of, shown)], shown)
    show_spans(session, shown, of, question.spans)
    ours, theirs = text_of(question.query), BY_HAND.read_text(encoding="utf-8")
    agree(report(question, run(session, ours), shown), run(session, theirs))
    times: dict[str, list[float]] = {ours: [], theirs: []}
    for turn in range(ROUNDS):
        for query in (ours, theirs) if turn % 2 else (theirs, ours):
            spent = _processor(session)
            run(session, query)
            times[query].append(_processor(session) - spent)
    least = {query: min(each) for query, each in times.items()}
    middle = {query: median(each) for query, each in times.items()}
    print(
        f"seconds of processor: lowered {least[ours]:.2f}, by hand {least[theirs]:.2f}: "
        f"{least[ours] / least[theirs]:.2f} times",
        end="; ",
    )
    print(f"of the medians {middle[ours] / middle[theirs]:.2f}", flush=True)


def _processor(session: SparkSession) -> float:
    """The seconds of processor that tasks have taken so far; what Java compiles meanwhile is not among them."""
    context = session.sparkContext
    lists, none = context._jvm.java.util, context._gateway.new_array(context._jvm.double, 0)  # noqa: SLF001 - no other way
    stages = context._jsc.sc().statusStore().stageList(lists.ArrayList(), False, False, none, lists.ArrayList())  # noqa: FBT003, SLF001
    return float(sum(stages.apply(place).executorCpuTime() for place in range(stages.size()))) / 1e9


def agree(found: Report, rows: list[tuple[object, ...]]) -> None:
    """This function will stop where the query written by hand answers otherwise."""
    by_hand: dict[tuple[str, str, str], list[int]] = {}
    for lane, outcome, clause, _country, _month, claims, money in rows:
        sums = by_hand.setdefault((str(lane), str(outcome), str(clause)), [0, 0])
        sums[0] += int(str(claims))
        sums[1] += int(str(money))
    lowered: dict[tuple[str, str, str], list[int]] = {}
    for (lane, answer), tally in found.answers.items():
        sums = lowered.setdefault((lane, answer.outcome.value, answer.clause), [0, 0])
        sums[0] += tally.claims
        sums[1] += tally.after_minor
    for key in sorted({*by_hand, *lowered}):
        assert by_hand.get(key) == lowered.get(key), (key, by_hand.get(key), lowered.get(key))


@contextmanager
def two_workers(folder: Path) -> Iterator[str]:
    """This function will start a cluster of one master and two workers here, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class")]
    home = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(Path(pyspark.__file__).parent)}
    address = f"spark://127.0.0.1:{port}"
    master = [*command, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port)]
    worker = [*command, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "-c", "1", "-m", "1G"]
    with (folder / "cluster.log").open("wb") as log:
        each = [[*master, "--webui-port", "0"]]
        each += [[*worker, "--webui-port", "0", "-d", str(folder / f"w{one}"), address] for one in range(WORKERS)]
        processes = [subprocess.Popen(one, env=home, stdout=log, stderr=log) for one in each]  # noqa: S603 - our own
        try:
            yield address
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait()


def _executors(session: SparkSession) -> int:
    """The workers that have come; the driver is counted beside them."""
    for _ in range(PATIENCE):
        found = int(session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1  # noqa: SLF001 - no other way
        if found == WORKERS:
            return found
        time.sleep(0.5)
    raise SystemExit("the workers have not come")


if __name__ == "__main__":
    main()
