"""Reading what a shop says in another language: a file beside its policy, `de/policy.yaml`, by the policy's own ids.

Strict, as policies are: what is not known here is a fault with its line, so that a slip of the pen is not silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from amends.core.engine.language import ShopTexts
from amends.core.errors import PolicyInvalid, did_you_mean
from amends.core.policy.source import PolicyText, Source, read_yaml

Text = Annotated[str, Field(min_length=1, max_length=2_000)]


class ShopTextsOf(BaseModel):
    """The words of a policy in one language; what is left out is said in the policy's own language."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    says: Annotated[dict[str, Text], Field(description="the sentences, by the ids of clauses and exceptions")] = {}
    sections: Annotated[dict[str, Text], Field(description="the headings, by the policy's own")] = {}
    ask: Annotated[dict[str, Text], Field(description="the questions, by fact")] = {}
    about: Annotated[dict[str, Text], Field(description="what the shop's own facts are, by fact")] = {}
    names: Annotated[dict[str, Text], Field(description="what values are called: styles, marks, products")] = {}


def read_shop_texts(text: str, file: str) -> tuple[ShopTexts, Source]:
    """This function will read the file, or raise `PolicyInvalid` with every problem and its line."""
    source = read_yaml(text, file)
    problems = [PolicyText(one.what, place=source.place(path, file), hint=one.hint) for path, one in source.problems]
    try:
        found = ShopTextsOf.model_validate(source.data if source.data is not None else {})
    except ValidationError as error:
        problems += _faults(error, source, file)
        found = ShopTextsOf()
    if problems:
        raise PolicyInvalid(problems)
    texts = ShopTexts(says=found.says, sections=found.sections, asks=found.ask, about=found.about, names=found.names)
    return texts, source


def _faults(error: ValidationError, source: Source, file: str) -> Iterator[PolicyText]:
    known = list(ShopTextsOf.model_fields)
    for one in error.errors():
        path = tuple(part for part in one["loc"] if part != "[key]")
        field = str(path[-1]) if path else ""
        if one["type"] == "extra_forbidden":
            hint = did_you_mean(field, known) or f"There are {', '.join(f'`{name}`' for name in known)}."
            yield PolicyText(f"`{field}` is no part of a translation.", place=source.place(path, file), hint=hint)
        else:
            hint = "Write the text in quotes."
            yield PolicyText(f"`{field}` is no text.", place=source.place(path, file), hint=hint)
