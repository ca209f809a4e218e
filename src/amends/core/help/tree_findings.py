"""Faults in a guide's tree: where somebody would get stuck, go round, be asked too much, or never come."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.help.finding import Found, Subject, found
from amends.core.help.model import End, Guide, Step

MOST_QUESTIONS = 4
_WAYS = "Lead on by `next`, by a `question` with `choices`, or end with `end`."
_NEEDS = {End.CLAUSE: "clause", End.PRODUCT: "product", End.GUIDE: "guide"}


def tree_findings(subject: Subject) -> Iterator[Found]:
    """This function will look at the tree of every guide."""
    for guide in subject.guides():
        reached = _reached(guide)
        out = _with_a_way_out(guide)
        for step in guide.steps.values():
            yield from _ways_on(subject, guide, step)
            yield from _end(subject, guide, step)
            if step.id not in reached:
                what = f"no way through this guide comes to the step `{step.id}`."
                yield found(subject, guide, step, (), "unreachable_step", what, "Lead to it, or take it out.")
            elif step.id not in out and _leads_to(step):
                what = f"from the step `{step.id}` one goes on and on and never comes to an end."
                yield found(subject, guide, step, (), "no_way_out", what, "Give a step of the loop a choice that ends.")
        asked = _most_questions(subject, guide)
        if asked > MOST_QUESTIONS:
            what = f"somebody may have to answer {asked} questions here."
            yield found(
                subject,
                guide,
                None,
                (),
                "too_many_questions",
                what,
                f"Ask at most {MOST_QUESTIONS}; lead to an end sooner.",
            )


def _ways_on(subject: Subject, guide: Guide, step: Step) -> Iterator[Found]:
    ways = [name for name, there in (("next", step.next), ("choices", step.choices), ("end", step.outcome)) if there]
    if not ways:
        what = f"the step `{step.id}` leads nowhere."
        yield found(subject, guide, step, (), "dead_end", what, _WAYS)
    elif len(ways) > 1:
        what = f"the step `{step.id}` leads on by `{ways[0]}` and by `{ways[1]}`."
        yield found(subject, guide, step, (ways[1],), "two_ways", what, "Keep one of them.")
    for choice in step.choices:
        path = ("choices", choice.id)
        if not (choice.to or choice.guide):
            what = f"the choice `{choice.id}` leads nowhere."
            yield found(subject, guide, step, path, "dead_end", what, "Name the step that follows, as `to`.")
        elif choice.to and choice.guide:
            what = f"the choice `{choice.id}` leads to a step and to a guide."
            yield found(subject, guide, step, (*path, "guide"), "two_ways", what, "Keep `to` or `guide`.")
        if choice.id == "next":
            what = "`next` is what an address says where there was no question."
            yield found(subject, guide, step, path, "name_taken", what, "Give the choice another name.")
    if step.choices and not step.question:
        what = f"the step `{step.id}` has answers and no question."
        yield found(subject, guide, step, ("choices",), "no_question", what, "Write a `question`.")
    if step.question and len(step.choices) < 2:
        what = f"the question of `{step.id}` has {'one answer' if step.choices else 'no answers'}."
        yield found(subject, guide, step, ("question",), "no_choice", what, "Give two `choices`, or ask nothing.")
    if not any(step.texts()):
        what = f"the step `{step.id}` says nothing."
        yield found(subject, guide, step, (), "says_nothing", what, "Write `says`, `do` or a `question`.")


def _end(subject: Subject, guide: Guide, step: Step) -> Iterator[Found]:
    end = step.outcome
    if end is None:
        return
    needs = _NEEDS.get(end.end)
    if needs and not getattr(end, needs):
        what = f"the step `{step.id}` ends with a {needs} and does not say which."
        yield found(subject, guide, step, ("end",), "end_incomplete", what, f"Name it as `{needs}`.")
    for name in ("reason", "clause", "product", "guide"):
        fits = name == needs or (name == "reason" and end.end in {End.CLAIM, End.SIZE})
        if getattr(end, name) and not fits:
            what = f"`{name}` says nothing where the guide ends with `{end.end}`."
            yield found(subject, guide, step, (name,), "end_incomplete", what, "Take it out, or end otherwise.")


def _leads_to(step: Step) -> tuple[str, ...]:
    return tuple(one for one in (step.next, *(choice.to for choice in step.choices)) if one)


def _reached(guide: Guide) -> set[str]:
    seen: set[str] = set()
    ahead = [guide.first]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += _leads_to(guide.steps[name])
    return seen


def _with_a_way_out(guide: Guide) -> set[str]:
    """The steps from which an end, or another guide, can be reached."""
    out = {
        step.id
        for step in guide.steps.values()
        if step.outcome or any(one.guide for one in step.choices) or not _leads_to(step)
    }
    while True:
        more = {step.id for step in guide.steps.values() if step.id not in out and out & set(_leads_to(step))}
        if not more:
            return out
        out |= more


def _most_questions(subject: Subject, guide: Guide) -> int:
    """The longest way, through other guides as well, in questions; who goes back to a step has answered it before."""
    guides = subject.files.guides
    known: dict[tuple[str, str], int] = {}

    def most(here: Guide, name: str) -> int:
        if (here.id, name) not in known:
            known[here.id, name] = 0  # while it is being counted: a way back to it adds nothing
            step = here.steps[name]
            others = [choice.guide for choice in step.choices if choice.guide]
            others += [step.outcome.guide] if step.outcome and step.outcome.guide else []
            ways = [most(here, one) for one in _leads_to(step)]
            ways += [most(guides[one], guides[one].first) for one in others if one in guides]
            known[here.id, name] = bool(step.choices) + max(ways, default=0)
        return known[here.id, name]

    return most(guide, guide.first)
