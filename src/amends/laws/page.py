"""The laws as one page of Markdown: every clause and duty with its article, its status and its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from amends.laws.model import LawOf
from amends.laws.rows import Row, rows_in

PATH = "docs/laws.md"
_OPENING = """\
# The laws, as the product has them

Generated from `src/amends/laws`; `python -m amends.laws` writes it again, `amends laws list` prints the same, and
`amends laws list DE` what holds in one country, with its numbers. How a law and a shop's policy become one decision is
told in [the law and the policy](law.md).

These are rules for engineers, configurable, and not legal advice. Directives of the European Union reach a consumer
through national law, so each of its rules is a template with national numbers.

- A **clause** decides: it is written in [the language of policies](language.md), and holds for consumers of its place
  and for contracts of its days.
- A **duty** is what no clause can decide: it forbids something to a policy, or asks something of the shop or of the
  product. What to do is said beside it.
- **verified**: the official text, a copy of it word for word, or a recent commentary was read. **unverified**: general
  knowledge; it never decides, and is told as advice.

To change a law, add a clause with the day `from` which it holds and give the old one a last day, `to`: orders of before
keep the old one. What customers read of it in another language lies beside, in `de/eu.yaml` and so on. A change is
tried by the claims in `tests/laws`, just inside and just outside of every rule, and these by breaking every clause.

## How the law and the policy are merged

For each lane by itself, in the customer's favour: a policy can add rights and take none away.

| | of the two |
|---|---|
| the lane | by reason and facts; the law classifies by itself |
| accepted | where either accepts; a refusal of the policy yields |
| the window | the later end |
| money back | the higher; fees the lower; the way it was paid, unless the customer likes another |
| the way back | the shop pays where either says so |
| remedies | those of both; the customer chooses |
| promises | both are told, the earlier first |
| where the law needs a judgement | a person looks, unless the policy accepts on terms as good |
| reasons | every clause of the policy that yields, with the rules that go before it |

The law is that of the country that the order goes to, on the day of the contract. Only consumers are protected: an
order of a business falls under the policy alone.

"""


def laws_page() -> str:
    """This function will return the page."""
    parts = [_OPENING]
    for law, rows in rows_in():
        parts.extend(_law(law, rows))
    return "\n".join(parts).rstrip() + "\n"


def _law(law: LawOf, rows: Iterable[Row]) -> Iterator[str]:
    each = tuple(rows)
    yield f"## {law.name}\n"
    if law.parameters:
        yield from _parameters(law)
    elif len(law.countries) == 1:
        zones = ", ".join(f"`{zone}`" for place in law.countries.values() for zone in place.zones)
        yield f"Country {', '.join(law.countries)}; days end at the latest midnight of {zones} and of the shop.\n"
    yield from _table(
        ("clause", "from", "where it stands", "status", "what it says"),
        ((f"`{one.id}`{_where(one)}", one.since, _article(one), one.status, one.says) for one in _of("clause", each)),
    )
    yield from _table(
        ("duty", "from", "where it stands", "status", "what it asks", "what to do"),
        (
            (f"`{one.id}`{_where(one)}", one.since, _article(one), one.status, one.says, one.do)
            for one in _of("duty", each)
        ),
    )
    read = sorted({one.read for one in each if one.read})
    if read:
        yield "Read beside the official texts:\n"
        for what in read:
            rules = ", ".join(f"`{one.id}`" for one in each if one.read == what)
            yield f"- {what.rstrip('.')}: {rules}."
        yield ""


def _parameters(law: LawOf) -> Iterator[str]:
    yield "Numbers that differ by country; none of the national ones has been verified, and where unsure the longer is"
    yield "taken. Holidays are those of the country; days end at the latest midnight of its zones and of the shop.\n"
    names = tuple(law.parameters)
    others = [code for code, place in law.countries.items() if not place.set]
    yield from _table(
        ("country", *(f"`{name}`" for name in names)),
        (
            (", ".join(others), *(str(law.parameters[name]) for name in names)),
            *(
                (code, *(str(place.set.get(name, law.parameters[name])) for name in names))
                for code, place in law.countries.items()
                if place.set
            ),
        ),
    )


def _of(kind: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(one for one in rows if one.kind == kind)


def _where(row: Row) -> str:
    return f" ({', '.join(row.regions)})" if row.regions else ""


def _article(row: Row) -> str:
    return f"[{row.article}]({row.source})"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names, body = list(head), [list(row) for row in rows]
    if not body:
        return
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    yield from ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in body)
    yield ""
