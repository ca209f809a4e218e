"""The second wall between shops: the database itself shows a program only the rows of the shop that it works for.

The first wall is the filter of every query. Behind the second one, where web server and worker stand, a query that
forgets its filter sees nothing of another shop. Laws: outside of `inside` no shop's row is there; what may look across
shops is named in `ACROSS`, with the tables that it may read; rows that are only ever added cannot be changed from here.

A connection is told its shop just before a query, and only where it was told another before: a program that serves one
shop pays nothing for it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_log = logging.getLogger("amends.wall")
ROLE: Final = "amends_app"
Purpose = Literal["shops", "sign_in", "work"]
# What looks across shops, and what it sees there. Sessions, accounts and the queue of jobs belong to no shop.
ACROSS: Final = MappingProxyType({
    "shops": ("records_shop",),  # the list of shops to choose from
    "sign_in": ("records_shop", "records_member"),  # where somebody who signed in works
    "work": ("records_shop", "records_effect", "records_timer"),  # which shop something is due for
})  # fmt: skip

_NOBODY: Final = ("none", "", "")
_TELL = (
    "SELECT set_config('role', %s, false), set_config('amends.shop', %s, false), set_config('amends.across', %s, false)"
)
_HINT = f"As its administrator: `CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {{user}};`, and start again."

_shop: ContextVar[str] = ContextVar("shop", default="")
_across: ContextVar[str] = ContextVar("across", default="")
_role: ContextVar[str] = ContextVar("role", default="")


@dataclass(slots=True)
class _Process:
    """Where this process stands."""

    role: str = "none"
    is_walled_in: bool = False  # it connects as somebody whom the tables do not belong to


@dataclass(frozen=True, slots=True)
class _Told:
    """What a connection was told, and inside which transactions: what is undone with them was not told."""

    words: tuple[str, str, str]
    blocks: tuple[object, ...]


_process = _Process()
_told: WeakKeyDictionary[BaseDatabaseWrapper, _Told] = WeakKeyDictionary()


@contextmanager
def inside(shop_id: str) -> Iterator[None]:
    """This function will let what is done in the block see that shop's rows."""
    before = _shop.set(shop_id)
    try:
        yield
    finally:
        _shop.reset(before)


def step_inside(shop_id: str) -> None:
    """This function will let what follows see that shop's rows, until an `inside` around it ends."""
    _shop.set(shop_id)


@contextmanager
def across(purpose: Purpose) -> Iterator[None]:
    """This function will let what is done in the block see what `ACROSS` names for the purpose, beside its own shop."""
    before = _across.set(purpose)
    try:
        yield
    finally:
        _across.reset(before)


@contextmanager
def behind() -> Iterator[None]:
    """This function will put what is done in the block behind the wall, where the process does not stand there."""
    before = _role.set(ROLE)
    try:
        yield
    finally:
        _role.reset(before)


def go_behind() -> bool:
    """This function will put the process behind the wall for good, or warn and return false where there is none."""
    if not is_there():
        if _is_walled_in():
            _process.is_walled_in = True
            return True
        hint = _HINT.format(user=connection.settings_dict["USER"] or "the user that Amends connects as")
        _log.warning("there is no second wall between shops: the database has no role `%s` for us. %s", ROLE, hint)
        return False
    _process.role = ROLE
    return True


def is_there() -> bool:
    """This function will say whether the wall is built, and whether we may go behind it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER'))"
            " AND coalesce((SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('records_shop')), false)",
            [ROLE],
        )
        return bool(cursor.fetchone()[0])


def _is_walled_in() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(row_security_active(to_regclass('records_shop')::oid), false)")
        return bool(cursor.fetchone()[0])


def watch(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """This function will have the new connection told where it stands, before each query that needs it."""
    _told.pop(connection, None)
    if _tell not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tell)


def _tell(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    used: Any = context["connection"]
    role = _role.get() or _process.role
    is_told = role != "none" or _process.is_walled_in
    words = (role, _shop.get(), _across.get()) if is_told else _NOBODY
    told = _told.get(used)
    blocks = tuple(used.atomic_blocks)
    known = _Told(_NOBODY, ()) if told is None else told  # a new connection is nobody's
    is_known = known.words == words and blocks[: len(known.blocks)] == known.blocks
    if not is_known and not used.needs_rollback:
        with used.wrap_database_errors:
            used.connection.execute(_TELL, words)
        _told[used] = _Told(words, blocks)
    return execute(sql, params, many, context)


# --- building it

_IN_SHOP = "shop_id = current_setting('amends.shop', true)"
_TABLES = """
SELECT c.relname,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'shop_id' AND NOT a.attisdropped),
    EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'only_added_to'),
    c.relrowsecurity,
    ARRAY(SELECT p.polname::text FROM pg_policy p WHERE p.polrelid = c.oid ORDER BY 1),
    CASE WHEN r.oid IS NULL THEN ARRAY[]::text[] ELSE ARRAY(
        SELECT one FROM unnest(ARRAY['DELETE', 'INSERT', 'SELECT', 'UPDATE']) one
        WHERE has_table_privilege(r.oid, c.oid, one)
    ) END
FROM pg_class c LEFT JOIN pg_roles r ON r.rolname = %s
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
AND pg_has_role(current_user, c.relowner, 'MEMBER')
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as it stands: what it is, its policies, and what the role may do to it."""

    name: str
    has_shop: bool
    only_added_to: bool
    is_walled: bool
    policies: list[str]
    grants: list[str]

    @property
    def wanted(self) -> dict[str, str]:
        """This property will hold the policies that it should have, by name; the name changes with what they say."""
        if self.name == "records_shop":
            said = [f"FOR ALL USING ({_IN_SHOP.replace('shop_id', 'id')})"]
        elif self.has_shop:
            said = [f"FOR ALL USING ({_IN_SHOP})"]
        else:
            return {}
        purposes = ", ".join(f"'{name}'" for name, tables in ACROSS.items() if self.name in tables)
        if purposes:
            said.append(f"FOR SELECT USING (current_setting('amends.across', true) IN ({purposes}))")
        if self.name == "records_effect":  # what a dead worker had in hand is let go
            said.append("FOR UPDATE USING (current_setting('amends.across', true) = 'work')")
        return {f"amends_{hashlib.sha256(one.encode()).hexdigest()[:12]}": one for one in said}

    @property
    def allowed(self) -> list[str]:
        """This property will hold what the role should be able to do."""
        if self.name == "django_migrations":
            return ["SELECT"]
        return ["INSERT", "SELECT"] if self.only_added_to else ["DELETE", "INSERT", "SELECT", "UPDATE"]


def build(**_: Any) -> None:
    """This function will put the wall around every table of a shop, also around one that was added since.

    It runs after every migration, and again changes nothing. Where the role cannot be made, the policies stand, and
    nobody goes behind them.
    """
    has_role = _make_role()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLES, [ROLE])
        for row in cursor.fetchall():
            for statement in _missing(_Table(*row), has_role=has_role):
                cursor.execute(statement)
        if has_role:
            cursor.execute(
                "SELECT format('GRANT USAGE ON SEQUENCE %%I TO %%I', relname, %s::text) FROM pg_class"
                " WHERE relnamespace = current_schema()::regnamespace AND pg_has_role(current_user, relowner, 'MEMBER')"
                " AND CASE WHEN relkind = 'S' THEN NOT has_sequence_privilege(%s, oid, 'USAGE') ELSE false END",
                [ROLE, ROLE],
            )
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)


def _missing(table: _Table, *, has_role: bool) -> Iterator[str]:
    name = connection.ops.quote_name(table.name)
    wanted = table.wanted
    for policy in table.policies:
        if policy.startswith("amends_") and policy not in wanted:
            yield f"DROP POLICY {policy} ON {name}"
    for policy, says in wanted.items():
        if policy not in table.policies:
            yield f"CREATE POLICY {policy} ON {name} {says}"
    if wanted and not table.is_walled:
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    if has_role and table.grants != table.allowed:
        yield f"REVOKE ALL ON {name} FROM {ROLE}"
        yield f"GRANT {', '.join(table.allowed)} ON {name} TO {ROLE}"


def _make_role() -> bool:
    """This function will see to the role and that we may take it, where we are allowed to; and say whether it is so."""
    for statement in (f"CREATE ROLE {ROLE} NOLOGIN", f"GRANT {ROLE} TO CURRENT_USER"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), coalesce(bool_or(pg_has_role(current_user, oid, 'MEMBER')), false)"
                " FROM pg_roles WHERE rolname = %s",
                [ROLE],
            )
            there, ours = cursor.fetchone()
            if ours or (there and statement.startswith("CREATE")):
                continue
            try:
                with transaction.atomic():
                    cursor.execute(statement)
            except DatabaseError as error:  # no right to, or another was quicker: what counts is what is there then
                _log.debug("%s: %s", statement, error)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [ROLE])
        return bool(cursor.fetchone()[0])
