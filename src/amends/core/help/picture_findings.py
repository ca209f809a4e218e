"""Pictures that are missing, that nobody uses, or that say nothing to those who cannot see them."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.errors import did_you_mean
from amends.core.help.finding import Found, Subject, found

FOLDER = "pictures"


def picture_findings(subject: Subject) -> Iterator[Found]:
    """This function will look at every picture that a guide shows, and at those that none does."""
    there, used = subject.known.pictures, set()
    for guide in subject.guides():
        for step in guide.steps.values():
            shown: list[tuple[tuple[str, ...], str, str]]
            shown = [(("pictures", one.file), one.file, one.says) for one in step.pictures]
            shown += [(("choices", one.id, "picture"), one.picture, one.says) for one in step.choices if one.picture]
            for path, file, says in shown:
                used.add(file)
                if not says.strip():
                    what = f"`{file}` has no description."
                    hint = "Write what is to be seen on it, for those who cannot see it."
                    yield found(subject, guide, step, path, "picture_undescribed", what, hint)
                if there is not None and file not in there:
                    hint = did_you_mean(file, there) or f"Put it into `help/{FOLDER}`."
                    yield found(subject, guide, step, path, "missing_picture", f"there is no picture `{file}`.", hint)
    for file, text in (there or {}).items():
        name = f"{FOLDER}/{file}"
        if file not in used:
            yield Found(name, (), "unused_picture", "no guide shows this picture.", "Show it, or take it out.")
        if file.endswith(".svg") and not ("<title>" in text and "<desc>" in text):
            what = "the drawing has no `<title>` or no `<desc>`."
            yield Found(name, (), "picture_undescribed", what, "Write both, for those who cannot see it.")
