"""The state of the practice provider in one SQLite file: what is committed survives `kill -9`.

One writer at a time, by a lock and by SQLite's own: two requests that would together do too much cannot both succeed.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from amends.sandbox.answers import Body

_TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, parent TEXT NOT NULL,
    created INTEGER NOT NULL, due INTEGER, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_of ON objects (kind, parent);
CREATE INDEX IF NOT EXISTS objects_due ON objects (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY, path TEXT NOT NULL, asked TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL,
    state TEXT NOT NULL, status INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due);
CREATE TABLE IF NOT EXISTS faults (
    number INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT NOT NULL, path TEXT NOT NULL, key TEXT NOT NULL,
    status INTEGER NOT NULL, replayed INTEGER NOT NULL);
"""


class Store:
    """Objects, keys, deliveries, faults and settings."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")  # enough for a process that is killed
        self._connection.executescript(_TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """This function will do what is inside wholly or not at all, and alone."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """This function will undo what is inside when it is refused, within the transaction around it."""
        self._connection.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO attempt")
            raise
        finally:
            self._connection.execute("RELEASE attempt")

    def execute(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """This function will run one statement and return its rows."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def put(self, body: Body, *, parent: str = "", due: int | None = None) -> Body:
        """This function will write an object, new or changed, and return it."""
        self.execute(
            "INSERT INTO objects (id, kind, parent, created, due, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET due = excluded.due, body = excluded.body",
            body["id"],
            body["object"],
            parent,
            body["created"],
            due,
            json.dumps(body),
        )
        return body

    def get(self, kind: str, ref: str) -> Body | None:
        """This function will return the object of that kind and id, or nothing."""
        rows = self.execute("SELECT body FROM objects WHERE id = ? AND kind = ?", ref, kind)
        return _body(rows[0]) if rows else None

    def due(self, now: int) -> list[Body]:
        """This function will return the objects whose time has come."""
        return [_body(row) for row in self.execute("SELECT body FROM objects WHERE due <= ? ORDER BY due, number", now)]

    def all(self, kind: str, parent: str = "") -> list[Body]:
        """This function will return all objects of a kind, oldest first, or those of one parent."""
        rows = self.execute(
            "SELECT body FROM objects WHERE kind = ? AND (? = '' OR parent = ?) ORDER BY number", kind, parent, parent
        )
        return [_body(row) for row in rows]

    def page(self, kind: str, parent: str, *, since: int, after: str, limit: int) -> list[Body]:
        """This function will return so many objects of a kind, newest first, older than the one named `after`."""
        rows = self.execute(
            "SELECT body FROM objects WHERE kind = ? AND (? = '' OR parent = ?) AND created >= ?"
            " AND (? = '' OR number < (SELECT number FROM objects WHERE id = ?)) ORDER BY number DESC LIMIT ?",
            kind,
            parent,
            parent,
            since,
            after,
            after,
            limit,
        )
        return [_body(row) for row in rows]

    def setting(self, name: str, default: Any) -> Any:
        """This function will return a setting, or the default."""
        rows = self.execute("SELECT value FROM settings WHERE name = ?", name)
        return json.loads(rows[0]["value"]) if rows else default

    def set(self, name: str, value: Any) -> None:
        """This function will keep a setting."""
        self.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, json.dumps(value))

    def clear(self) -> None:
        """This function will forget everything."""
        for table in ("objects", "keys", "deliveries", "faults", "settings", "requests"):
            self.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own


def _body(row: sqlite3.Row) -> Body:
    body: Body = json.loads(row["body"])
    return body
