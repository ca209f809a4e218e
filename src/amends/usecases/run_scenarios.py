"""Running scenario files from the disk, each beside the policy it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from amends.core.errors import AmendsError, Place
from amends.core.policy.tree import Policy
from amends.core.scenarios.read import ScenarioFile, read_scenarios
from amends.core.scenarios.run import Result, run
from amends.usecases.read_policy import read_policy, read_text


class ScenariosMissing(AmendsError):
    """There are no scenarios where they were looked for, or no policy beside them."""

    code = "scenarios_missing"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of the cases of one file."""

    path: Path
    policies: tuple[Policy, ...]
    results: tuple[Result, ...]


def scenario_files(paths: Iterable[Path]) -> list[Path]:
    """This function will return the scenario files at these paths: files, and all in a `scenarios/` of folders."""
    found: list[Path] = []
    for path in paths:
        if path.is_file():
            found.append(path)
        elif path.is_dir():
            inside = sorted([*path.rglob("scenarios/**/*.yaml"), *path.rglob("scenarios/**/*.yml")])
            here = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.name == "scenarios" else []
            found += [one for one in dict.fromkeys([*here, *inside]) if not one.name.startswith("policy")]
            if not inside and not here:
                hint = "Scenarios lie in a folder `scenarios` beside `policy.yaml`."
                raise ScenariosMissing("there are no scenarios in this folder.", place=Place(str(path)), hint=hint)
        else:
            raise ScenariosMissing("there is no such file or folder.", place=Place(str(path)))
    return list(dict.fromkeys(found))


def run_scenarios(paths: Iterable[Path]) -> Iterator[FileResult]:
    """This function will run every scenario file at these paths, one after the other, as they are asked for."""
    read: dict[Path, Policy] = {}
    for path in scenario_files(paths):
        file = read_scenarios(read_text(path), str(path))
        policies = tuple(read.get(one) or read.setdefault(one, read_policy(one)) for one in policy_paths(path, file))
        yield FileResult(path, policies, run(file, policies))


def policy_paths(path: Path, file: ScenarioFile) -> list[Path]:
    """This function will return where the policy of a scenario file lies: where it says, or `policy.yaml` near it."""
    said = file.written.policy
    if said is not None:
        return [path.parent / name for name in ([said] if isinstance(said, str) else said)]
    near = [folder / "policy.yaml" for folder in (path.parent, path.parent.parent)]
    found = next((one for one in near if one.is_file()), None)
    if found is None:
        hint = "Put one beside the folder `scenarios`, or name it: `policy: ../policy.yaml`."
        raise ScenariosMissing("there is no `policy.yaml` near these scenarios.", place=Place(str(path)), hint=hint)
    return [found]
