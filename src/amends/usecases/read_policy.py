"""Reading a policy file from the disk, with the public holidays of its shop's country; all interfaces call this."""

from __future__ import annotations

import re
from pathlib import Path

from amends.core.engine.language import ShopTexts
from amends.core.engine.shop_texts import read_shop_texts
from amends.core.errors import Place, PolicyInvalid
from amends.core.policy.load import MOST_BYTES, TOO_LARGE, PolicyText, load_policy
from amends.core.policy.tree import Policy
from amends.laws.calendars import calendar_for

__all__ = ["calendar_for", "languages_beside", "read_policy", "read_text", "texts_beside"]

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_policy(path: str | Path) -> Policy:
    """This function will read the policy in that file, or raise `PolicyInvalid` with every problem in file order."""
    return load_policy(read_text(path), calendar_for, str(path))


def languages_beside(path: str | Path) -> dict[str, Path]:
    """This function will return the files that say the policy in other languages, by language: `de/policy.yaml`."""
    own = Path(path)
    return {
        one.parent.name: one for one in sorted(own.parent.glob(f"*/{own.name}")) if _CODE.fullmatch(one.parent.name)
    }


def texts_beside(path: str | Path, language: str) -> ShopTexts:
    """This function will read what the policy says in that language, which is nothing where no file says it."""
    file = languages_beside(path).get(language)
    return read_shop_texts(read_text(file), str(file))[0] if file is not None else ShopTexts()


def read_text(path: str | Path) -> str:
    """This function will return the text of a policy file, or raise `PolicyInvalid` where there is none to read."""
    place = Place(str(path))
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # one more than is allowed is enough to refuse it
    except (OSError, ValueError) as error:  # a name with a null byte is a ValueError
        why = (getattr(error, "strerror", "") or "its name is not usable").lower()
        raise PolicyInvalid((PolicyText(f"the file cannot be read: {why}.", place=place),)) from error
    if len(content) > MOST_BYTES:
        raise PolicyInvalid((PolicyText(TOO_LARGE, place=place),))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = PolicyText("this is no UTF-8 text.", place=Place(str(path), line), hint="Save the file as UTF-8.")
        raise PolicyInvalid((problem,)) from error
