"""Everything that is probably not meant in the help of a shop."""

from __future__ import annotations

from amends.core.checks.finding import Finding
from amends.core.errors import Place
from amends.core.help.answer_findings import answer_findings
from amends.core.help.finding import Known, Subject
from amends.core.help.language_findings import language_findings
from amends.core.help.name_findings import name_findings
from amends.core.help.picture_findings import picture_findings
from amends.core.help.read import HelpFiles
from amends.core.help.tree_findings import tree_findings

CHECKS = (tree_findings, answer_findings, name_findings, picture_findings, language_findings)


def help_findings(files: HelpFiles, known: Known) -> tuple[tuple[Place, Finding], ...]:
    """This function will run every check and return what was found, file by file, in the order of their lines."""
    subject = Subject(files, known)
    placed = [one.placed(files) for check in CHECKS for one in check(subject)]
    placed.sort(key=lambda one: (one[0].file, one[0].line, one[0].column, one[1].code))
    return tuple(placed)
