"""Templates compiled once for each language, with its words already in them.

What a template says with `_("...")` or `{% trans %}` is the same for every request in one language. So it is looked up
when the template is compiled, and a page is written without asking for words at all. Law: what a page says is what
gettext would have said when asked; where a translation's places are not those of the text, the text itself is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import markupsafe
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_WORDS = frozenset({"_", "gettext"})
_PLACE = re.compile(r"%%|%\((\w+)\)s")


# What `escape` itself calls. A part of a page is joined with the others at once, and never asked whether it is markup.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def written(value: object) -> str:
    """This function will return a value as it stands in a page: the text of `escape`, but of no kind of its own."""
    kind = type(value)
    if kind is str:
        return _escaped(value)  # type: ignore[arg-type]  # a string, by its type
    if kind is Markup or kind is SafeString:
        return value  # type: ignore[return-value]  # either is a string
    return escape(value)


class _Writer(CodeGenerator):
    """Writes the Python that a template becomes, once its words are in it."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """This function will begin what writes a part of the page."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja2's
        """This function will write the whole template."""
        super().visit_Template(_Folding().visit(node), frame)


class Pages(Environment):
    """An environment that keeps one of its kind for each language, and answers with the templates of the active one."""

    code_generator_class: type[CodeGenerator] = _Writer
    written = staticmethod(written)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._of: dict[str, Environment] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja2's
    ) -> Template:
        """This function will return the template in the active language."""
        if self.overlayed:
            return super().get_template(name, parent, globals)
        language = get_language() or ""
        found = self._of.get(language)
        if found is None:
            found = self._of.setdefault(language, self.overlay())
        return found.get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """This function will return what every template knows; a chain of one link would be walked at every import."""
        return super().make_globals(d) if d else self.globals


class _Folding(NodeTransformer):
    """Puts words in the active language, and the addresses of files, where they are asked for."""

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja2's
        """This function will write words as if they had stood in the template, with their places where they belong."""
        node.nodes = [part for child in node.nodes for part in self._parts(child)]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - Jinja2's
        """This function will return words without places, and the address of a file, as what they are."""
        self.generic_visit(node)
        text = _text_of(node, _WORDS)
        if text is not None and not node.kwargs:
            return nodes.TemplateData(_filled(gettext(text)))
        path = _text_of(node, frozenset({"static"}))
        return nodes.Const(static(path)) if path is not None else node

    def _parts(self, child: nodes.Expr) -> Iterator[nodes.Expr]:
        text = _text_of(child, _WORDS) if isinstance(child, nodes.Call) else None
        if text is None or not isinstance(child, nodes.Call):
            yield self.visit(child)
            return
        given = {one.key: self.visit(one.value) for one in child.kwargs}
        said = gettext(text)
        if {one[1] for one in _PLACE.finditer(said) if one[1]} - given.keys():
            said = text
        end = 0
        for place in _PLACE.finditer(said):
            yield nodes.TemplateData(said[end : place.start()])
            yield given[place[1]] if place[1] else nodes.TemplateData("%")
            end = place.end()
        yield nodes.TemplateData(said[end:])


def _text_of(node: nodes.Call, names: frozenset[str]) -> str | None:
    """This function will return the constant that one of the functions is called with, or nothing where it is not."""
    if not isinstance(node.node, nodes.Name) or node.node.name not in names or node.dyn_args or node.dyn_kwargs:
        return None
    first = node.args[0] if len(node.args) == 1 else None
    return first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else None


def _filled(text: str) -> str:
    return text.replace("%%", "%")
