"""Reading how recorded calls speak: a small YAML file beside the policy."""

from __future__ import annotations

from amends.core.errors import AmendsError, Place, did_you_mean
from amends.core.policy.source import read_yaml
from amends.core.policy.tree import Policy
from amends.replay.answer import FAULTS
from amends.replay.calls import CallInvalid
from amends.replay.claims import Words

KEYS = ("reasons", "otherwise", "codes")


def read_words(text: str, policy: Policy, file: str = "replay.yaml") -> Words:
    """This function will read the words, or raise `CallInvalid` where they name what the policy does not have."""
    try:
        data = read_yaml(text, file).data
    except AmendsError as error:
        raise CallInvalid(str(error)) from error
    place = Place(file)
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("reasons"), dict)
        or not isinstance(data.get("codes"), dict)
    ):
        raise CallInvalid("this file needs `reasons`, `otherwise` and `codes`.", place=place)
    for key in data:
        if key not in KEYS:
            raise CallInvalid(f"`{key}` has no meaning here.", place=place, hint=did_you_mean(str(key), KEYS))
    reasons = {str(said): str(meant) for said, meant in data["reasons"].items()}
    otherwise = str(data.get("otherwise", ""))
    for reason in (*reasons.values(), otherwise):
        if reason not in policy.lane_of_reason:
            hint = did_you_mean(reason, policy.lane_of_reason)
            raise CallInvalid(f"the policy has no reason `{reason}`.", place=place, hint=hint)
    codes = {str(code): tuple(map(str, names)) for code, names in data["codes"].items() if isinstance(names, list)}
    known = {*FAULTS, *(clause.id for clause in policy.clauses)}
    for code, names in codes.items():
        for name in names:
            if name not in known:
                what = f"the policy has no clause `{name}` (for `{code}`)."
                raise CallInvalid(what, place=place, hint=did_you_mean(name, known))
    return Words(reasons=reasons, otherwise=otherwise, codes=codes)
