"""Walking through a guide: from the choices that were made to the page that follows, and what is known by then.

The whole walk is the list of choices, so that it can live in an address: `yes`, or `next` where there was no question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from amends.core.help.model import Choice, Guide, Help, Outcome, Step, Values

NEXT = "next"
MOST_STEPS = 60  # an address that is longer was not made by a page of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where somebody stands. `guide` is another than the first where a choice led over to it."""

    guide: Guide
    step: Step
    taken: tuple[str, ...] = ()
    answered: tuple[tuple[Step, Choice], ...] = ()
    facts: Values = field(default_factory=dict)  # everything that the choices tell, `claim.reason` among it

    @property
    def outcome(self) -> Outcome | None:
        """This property will hold how the guide ends here, or nothing while it goes on."""
        return self.step.outcome

    @property
    def reason(self) -> str:
        """This property will hold the reason of the claim to go on with, as far as it is known."""
        ends = self.step.outcome.reason if self.step.outcome else ""
        told = self.facts.get("claim.reason", "")
        return ends or str(told) or (self.guide.reasons[0] if len(self.guide.reasons) == 1 else "")

    @property
    def answers(self) -> Values:
        """This property will hold what the form need not ask again: facts of the claim and the piece's condition."""
        return {
            name: value
            for name, value in self.facts.items()
            if name != "claim.reason" and name.startswith(("claim.", "condition."))
        }


def walk(shelf: Help, guide_id: str, taken: Iterable[str] = ()) -> Walk | None:
    """This function will follow the choices through the guide; nothing where one of them is not there to be made."""
    guide = shelf.guides.get(guide_id)
    steps = tuple(taken)
    if guide is None or len(steps) > MOST_STEPS:
        return None
    here = Walk(guide=guide, step=guide.start)
    for one in steps:
        on = _after(shelf, here, one)
        if on is None:
            return None
        here = on
    return here


def _after(shelf: Help, here: Walk, taken: str) -> Walk | None:
    step, choice = here.step, here.step.choice(taken)
    taken_all = (*here.taken, taken)
    if choice is None:
        to, guide = step.next, (step.outcome.guide if step.outcome else "")
        if taken != NEXT or not (to or guide):
            return None
        on = _at(shelf, here.guide, to, guide)
        return on and Walk(guide=on[0], step=on[1], taken=taken_all, answered=here.answered, facts=here.facts)
    on = _at(shelf, here.guide, choice.to, choice.guide)
    if on is None:
        return None
    return Walk(
        guide=on[0],
        step=on[1],
        taken=taken_all,
        answered=(*here.answered, (step, choice)),
        facts={**here.facts, **choice.facts},
    )


def _at(shelf: Help, guide: Guide, step_id: str, guide_id: str) -> tuple[Guide, Step] | None:
    there = shelf.guides.get(guide_id) if guide_id else guide
    if there is None:
        return None
    step = there.start if guide_id else there.steps.get(step_id)
    return (there, step) if step else None
