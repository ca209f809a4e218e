"""The same backtest on an Apache Spark that is there already: one query in its dialect, no function of ours in it.

Law: the answers equal those of the embedded engine. Nothing is sent to the cluster but the query and the tables of last
days, which are small; what comes back is counted already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from sqlglot import exp

from amends.backtest.alike import check_alike
from amends.backtest.comparing import SOURCE, compared, lowered_for
from amends.backtest.embedded import MEMORY, connected, question_of_days
from amends.backtest.local_days import Span, last_days
from amends.backtest.opening import OF_CLAIMS, open_history
from amends.backtest.own_days import ends_hold
from amends.backtest.preparing import first_line
from amends.backtest.progress import Tell, told
from amends.backtest.report import Counting, Report, count_rows
from amends.backtest.schema import (
    ANSWERED,
    ASKED,
    DAY,
    DECIDED,
    MONTH,
    TYPES,
    ZONE,
    History,
    HistoryInvalid,
    Shape,
    kind_of,
)
from amends.backtest.unmeant import notes_on
from amends.backtest.windows import WIDEST, days_of
from amends.core.dates import zone_named
from amends.core.facts import Kind, Vocabulary
from amends.core.policy.tree import Policy

DIALECT = "spark"
FAILURES = (PySparkException, Py4JJavaError)  # the second where Spark has no name of its own for what failed in it
# A policy is one long expression. Java leaves methods of more than 8,000 bytes uncompiled unless told otherwise.
JAVA = "-XX:-DontCompileHugeMethods"
STORED = {"BIGINT": "bigint", "VARCHAR": "string", "BOOLEAN": "boolean", "DECIMAL(18,6)": "decimal(18,6)"}
# Spark groups by hashing only where all it keeps of a group are numbers, and else sorts every row first. One aggregate
# of lists, here an empty one, lets it hash texts as well; up to so many groups in a task, then it sorts after all.
HASHED = "SIZE(COLLECT_LIST(CAST(NULL AS INT))) = 0"
MOST_HASHED = ("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "100000")
FROM_FOOTERS = "spark.sql.parquet.aggregatePushdown"
READERS = "spark.sql.sources.useV1SourceList"


def on_cluster(policies: Sequence[Policy], history: str, *, master: str = "", tell: Tell | None = None) -> Report:
    """This function will say what one policy, or two, answer to the claims of a history; errors: `HistoryInvalid`.

    `history` is a path or an address that Spark reads; `master` is as Spark writes it, `spark://host:7077` or `yarn`,
    and as the machine's configuration of Spark says where it is empty.
    """
    older, newer = policies[0], policies[-1]
    vocabulary = check_alike(policies)
    with started(master) as session:
        try:
            found = show_history(session, readable(history, older, vocabulary), older.shop.zone.key, vocabulary)
            question = compared([lowered_for(one, found) for one in policies], found)
            show_spans(session, found, newer, question.spans)
            counting = Counting(found, len(policies))
            count_rows(counting, question, run(session, text_of(question.query), tell))
            notes = notes_on(counting, found, lambda query: run(session, query.sql(dialect=DIALECT)))
            return replace(counting.report(found.lines), notes=notes)
        except FAILURES as error:
            raise HistoryInvalid(f"the cluster cannot answer: {first_line(error)}") from error


@contextmanager
def started(master: str = "") -> Iterator[SparkSession]:
    """This function will open a session on the cluster and end it."""
    builder = SparkSession.builder.appName("amends backtest").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.extraJavaOptions", JAVA).config("spark.executor.extraJavaOptions", JAVA)
    builder = builder.config("spark.sql.session.timeZone", "UTC").config(*MOST_HASHED)
    session = (builder.master(master) if master else builder).getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()


def text_of(query: exp.Expr) -> str:
    """This function will return the query in Spark's own dialect, so that it groups by hashing."""
    if isinstance(query, exp.Select) and query.find(exp.Min) is not None:
        query = query.having(HASHED, dialect=DIALECT)
    return query.sql(dialect=DIALECT)


def readable(history: str, policy: Policy, vocabulary: Vocabulary) -> str:
    """This function will return the address of the history with the schema's columns: a file here is prepared first."""
    path = Path(history)
    if not path.is_file():
        return history
    connection = connected(MEMORY)
    try:
        return open_history(connection, path, policy.shop.zone, policy.shop.currency, vocabulary).path
    finally:
        connection.close()


def show_history(session: SparkSession, address: str, zone: str, vocabulary: Vocabulary) -> History:
    """This function will let queries find the history under its name, and return what its files say of its columns."""
    with _reading_footers(session):
        rows = session.read.parquet(address)
        types = dict(rows.dtypes)
        _check(types, address, vocabulary)
        rows.createOrReplaceTempView(SOURCE)
        numbers = [name for name, type_ in types.items() if type_ in ("int", "bigint")]
        counted = [f"count({_quoted(name)})" for name in types]
        ends = [f"{end}({_quoted(name)})" for name in numbers for end in ("min", "max")]
        found = _row(session, f"SELECT count(*), {', '.join([*counted, *ends])} FROM {SOURCE}")  # noqa: S608 - quoted
    lines, counts, least = found[0], found[1 : len(types) + 1], found[len(types) + 1 :]
    filled = dict(zip(types, counts, strict=True))
    unasked = _undecided(session, types) if filled[ASKED] < lines else 0
    between = {name: (least[2 * place], least[2 * place + 1]) for place, name in enumerate(numbers)}
    columns = {
        name: Shape(lines - filled[name] > (unasked if name.startswith(OF_CLAIMS) else 0), *between.get(name, ()))
        for name in types
        if name != ANSWERED or filled[name]  # a column that nobody filled in records no answers
    }
    zones = {row[0] for row in session.sql(f"SELECT DISTINCT {_quoted(ZONE)} FROM {SOURCE}").collect()}  # noqa: S608
    if zones - {zone}:
        hint = "Prepare the history again with this policy's shop: `amends backtest` does so where the file is here."
        raise HistoryInvalid(f"the history's days are those of another time zone than `{zone}`.", hint=hint)
    _check_days(between, zone, address, vocabulary)
    session.read.parquet(address).createOrReplaceTempView(SOURCE)
    return History(address, zone, columns, lines)


def _row(session: SparkSession, query: str) -> list[Any]:
    """What a query comes to; a column of which a file holds nothing has no least value in its footer: then by rows."""
    try:
        return list(session.sql(query).first() or ())
    except FAILURES:
        session.conf.set(FROM_FOOTERS, "false")
        return list(session.sql(query).first() or ())


def _undecided(session: SparkSession, types: Mapping[str, str]) -> int:
    """How many lines nobody asked about: a claim may also be dated by its decision alone."""
    dates = " AND ".join(f"{_quoted(name)} IS NULL" for name in (ASKED, DECIDED) if name in types)
    return int(_row(session, f"SELECT count(*) FROM {SOURCE} WHERE {dates}")[0])  # noqa: S608 - quoted


def _check(types: Mapping[str, str], address: str, vocabulary: Vocabulary) -> None:
    """A history on a cluster is read as it is, so it has to have the columns of the schema already."""
    wrong = [name for name in (ASKED, MONTH, ZONE) if name not in types]
    for name, type_ in types.items():
        kind = kind_of(name, vocabulary)
        if kind is not None and type_ != STORED[TYPES[kind]]:
            wrong.append(name)
        if kind is Kind.MOMENT and types.get(f"{name}{DAY}") != "int":
            wrong.append(f"{name}{DAY}")
    if wrong:
        hint = (
            "The columns are described in docs/backtest.md; `amends backtest` writes them from any file that is here."
        )
        raise HistoryInvalid(f"`{address}` has no column as it should be: `{wrong[0]}`.", hint=hint)


def _check_days(
    between: Mapping[str, tuple[int | None, int | None]], zone: str, address: str, vocabulary: Vocabulary
) -> None:
    """The first and the last of each moment have to fall on the first and the last of its days."""
    moments = [name for name in between if kind_of(name, vocabulary) is Kind.MOMENT]
    wrong = [one for one in moments if not ends_hold(between[one], between[f"{one}{DAY}"], zone_named(zone))]
    if wrong:
        what = f"`{address}` has days in `{wrong[0]}{DAY}` that are not those of `{wrong[0]}` in `{zone}`."
        raise HistoryInvalid(what, hint="Prepare it again: `amends backtest` does so where the file is here.")


@contextmanager
def _reading_footers(session: SparkSession) -> Iterator[None]:
    """Smallest and largest values and counts stand at the ends of the files: nothing else is read for them."""
    before = session.conf.get(READERS)
    session.conf.set(READERS, "")
    session.conf.set(FROM_FOOTERS, "true")
    try:
        yield
    finally:
        session.conf.set(READERS, before or "")
        session.conf.set(FROM_FOOTERS, "false")


def show_spans(session: SparkSession, history: History, policy: Policy, spans: Mapping[tuple[str, Span], str]) -> None:
    """This function will lay down, for each window that needs it, the last day by the day on which it opens."""
    for (anchor, span), name in spans.items():
        days: Sequence[int] = days_of(history, anchor, lambda query: session.sql(query.sql(dialect=DIALECT)).first())
        if len(days) > WIDEST:  # a mistyped year: a table of the days that there are, instead of all between
            days = [row[0] for row in session.sql(question_of_days(history, anchor).sql(dialect=DIALECT)).collect()]
        table = last_days(span, days, policy.calendar).tolist()
        pairs = ", ".join(f"({day}, {last})" for day, last in zip(days, table, strict=True)) or "(NULL, NULL)"
        # Written out as values Spark knows how small the table is, and sends it along instead of sorting the history.
        values = f"SELECT CAST(day AS INT) AS day, CAST({name} AS INT) AS {name} FROM VALUES {pairs} AS t(day, {name})"  # noqa: S608 - numbers of our own
        session.sql(values).createOrReplaceTempView(f"open_{name}")


def _quoted(name: str) -> str:
    return exp.column(name, quoted=True).sql(dialect=DIALECT)


def run(session: SparkSession, query: str, tell: Tell | None = None) -> list[tuple[Any, ...]]:
    """This function will run the query and return its rows; `tell` hears how far it is while it runs."""
    tracker = session.sparkContext.statusTracker()

    def percent() -> float:
        stages = [tracker.getStageInfo(one) for one in tracker.getActiveStageIds()]
        tasks = sum(one.numTasks for one in stages if one)
        done = sum(one.numCompletedTasks for one in stages if one)
        return float(100 * done / max(1, tasks))

    with told(tell, percent):
        return [tuple(row) for row in session.sql(query).collect()]
