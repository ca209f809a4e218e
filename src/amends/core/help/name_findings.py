"""Names in a guide that the shop does not have: reasons, facts, clauses, products, guides, links; and who finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from amends.core.errors import AmendsError, did_you_mean
from amends.core.facts import Fact, Kind
from amends.core.help.finding import Found, Subject, found
from amends.core.help.links import KINDS, PAGES, SIZES, Link, links_in
from amends.core.help.model import Guide, Step
from amends.core.orders import Product
from amends.core.vocabulary import REMEDIES


def name_findings(subject: Subject) -> Iterator[Found]:
    """This function will look up every name that a guide uses."""
    for guide in subject.guides():
        yield from _of_guide(subject, guide)
        for step in guide.steps.values():
            yield from _of_end(subject, guide, step)
            for choice in step.choices:
                if choice.guide and choice.guide not in subject.files.guides:
                    path = ("choices", choice.id, "guide")
                    yield _unknown(subject, guide, step, path, "guide", choice.guide, subject.files.guides)
                for name, value in choice.facts.items():
                    yield from _of_fact(subject, guide, step, ("choices", choice.id, "facts", name), name, value)
            for text in step.texts():
                for link in links_in(text):
                    yield from _of_link(subject, guide, step, link)
    yield from _found_by_nobody(subject)


def _of_guide(subject: Subject, guide: Guide) -> Iterator[Found]:
    known = subject.known
    for reason in guide.reasons:
        if reason not in known.reasons:
            yield _unknown(subject, guide, None, ("reasons",), "reason", reason, known.reasons)
    for clause in guide.clauses:
        if known.clauses is not None and not has_clause(clause, known.clauses):
            yield _unknown(subject, guide, None, ("clauses",), "clause", clause, known.clauses)
    for name, values in guide.products.items():
        fact = known.vocabulary.facts.get(name)
        if fact is None or not name.startswith("item."):
            items = [one for one in known.vocabulary.facts if one.startswith("item.")]
            yield _unknown(subject, guide, None, ("products", name), "fact", name, items)
        elif known.products is not None:
            sold = {said for product in known.products for said in values_of(product, name)}
            for value in values:
                if value not in sold:
                    yield _unknown(subject, guide, None, ("products", name), "product", value, sold)


def _of_end(subject: Subject, guide: Guide, step: Step) -> Iterator[Found]:
    end, known = step.outcome, subject.known
    if end is None:
        return
    if end.reason and end.reason not in known.reasons:
        yield _unknown(subject, guide, step, ("reason",), "reason", end.reason, known.reasons)
    if end.clause and known.clauses is not None and end.clause not in known.clauses:
        yield _unknown(subject, guide, step, ("clause",), "clause", end.clause, known.clauses)
    if end.guide and end.guide not in subject.files.guides:
        yield _unknown(subject, guide, step, ("guide",), "guide", end.guide, subject.files.guides)
    if end.product and known.products is not None:
        ids = [product.id for product in known.products]
        if end.product not in ids:
            yield _unknown(subject, guide, step, ("product",), "product", end.product, ids)


def _of_fact(
    subject: Subject, guide: Guide, step: Step, path: tuple[str, ...], name: str, value: object
) -> Iterator[Found]:
    if name == "claim.reason":
        if str(value) not in subject.known.reasons:
            yield _unknown(subject, guide, step, path, "reason", str(value), subject.known.reasons)
        return
    try:
        fact = subject.known.vocabulary.find(name)
    except AmendsError:
        yield _unknown(subject, guide, step, path, "fact", name, subject.known.vocabulary.facts)
        return
    if not name.startswith("item.") and not fact.ask:
        what = f"`{name}` is nothing that a customer can say: it is {fact.about}."
        hint = "Use `claim.reason`, or a fact that has a question; a shop's own has one with `ask`."
        yield found(subject, guide, step, path, "fact_not_asked", what, hint)
    elif not _fits(fact, value):
        listed = ", ".join(f"`{one}`" for one in fact.values)
        hint = did_you_mean(str(value), fact.values) or (f"It is one of {listed}." if listed else "")
        what = f"`{value}` is no value of `{name}`."
        yield found(subject, guide, step, path, "unknown_value", what, hint or f"It is a {fact.kind.value}.")
    elif name.startswith("item.") and fact.kind is Kind.TEXT and subject.known.products is not None:
        sold = {said for product in subject.known.products for said in values_of(product, name)}
        if value not in sold:
            yield _unknown(subject, guide, step, path, "product", str(value), sold)


def _fits(fact: Fact, value: object) -> bool:
    match fact.kind:
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.CHOICE:
            return value in fact.values
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.COUNT | Kind.NUMBER:
            return not isinstance(value, bool | str)
    return False


def _of_link(subject: Subject, guide: Guide, step: Step, link: Link) -> Iterator[Found]:
    known = subject.known
    names: dict[str, Iterable[str] | None] = {
        "guide": subject.files.guides,
        "product": None if known.products is None else [product.id for product in known.products],
        "clause": known.clauses,
        "sizes": SIZES,
        "remedy": REMEDIES,
        "page": PAGES,
    }
    if link.kind not in KINDS:
        if link.kind not in {"http", "https", "mailto"}:
            yield _unknown(subject, guide, step, (), "link", f"{link.kind}:{link.name}", [f"{one}:" for one in KINDS])
        return
    listed = names[link.kind]
    if listed is not None and link.name not in listed:
        yield _unknown(subject, guide, step, (), link.kind, link.name, listed)


def _found_by_nobody(subject: Subject) -> Iterator[Found]:
    every = list(subject.guides())
    led_to = {choice.guide for guide in every for step in guide.steps.values() for choice in step.choices}
    led_to |= {step.outcome.guide for guide in every for step in guide.steps.values() if step.outcome}
    led_to |= {
        link.name for guide in every for text in guide.texts() for link in links_in(text) if link.kind == "guide"
    }
    for guide in every:
        if not (guide.reasons or guide.asked or guide.id in led_to or guide.id in subject.files.index.usual):
            what = f"nothing leads to `{guide.id}`: no reason, no words that customers use, no other guide."
            yield found(subject, guide, None, (), "found_by_nobody", what, "Give it `reasons`, or words under `asked`.")
    for name in subject.files.index.usual:
        if name not in subject.files.guides:
            hint = did_you_mean(name, subject.files.guides)
            yield Found("index.yaml", ("usual",), "unknown_guide", f"there is no guide `{name}`.", hint)


def has_clause(named: str, clauses: Iterable[str]) -> bool:
    """This function will say whether a clause has that id, or one begins with it: `A10` names `A10-flat-backs`."""
    return any(one == named or one.startswith((f"{named}-", f"{named}.")) for one in clauses)


def values_of(product: Product, fact: str) -> set[str]:
    """This function will return what the product says of a fact, in small letters; options of variants count."""
    name = fact.removeprefix("item.")
    said: list[object] = [product.id] if name == "product" else []
    if name == "category":
        said.append(product.category)
    if name in product.attributes:
        said.append(product.attributes[name])
    said += [one.options[name] for one in product.variants if name in one.options]
    return {str(one).lower() for one in said}


def _unknown(
    subject: Subject, guide: Guide, step: Step | None, path: tuple[str, ...], kind: str, name: str, names: Iterable[str]
) -> Found:
    words = {"product": f"nothing that the shop sells is `{name}`.", "fact": f"there is no fact `{name}`."}
    what = words.get(kind, f"there is no {kind} `{name}`.")
    hint = did_you_mean(name, names) or "Look at its spelling, or take it out."
    return found(subject, guide, step, path, f"unknown_{kind}", what, hint)
