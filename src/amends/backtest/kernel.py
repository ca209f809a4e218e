"""Expressions over packed columns as machine code: one loop without a branch, of several rows at a time.

The rows lie in lanes from the start, so nothing is left for the compiler to spread, which took most of its time.
Law: it gives what arrays give. Sums, differences and products have 64 bits, as they do there, and what is only compared
and chosen has as few as hold it; a quotient is rounded down.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from amends.backtest.projection import Array
from amends.backtest.recording import Node

COMPARISONS = {
    "equal": "eq",
    "not_equal": "ne",
    "less": "slt",
    "less_equal": "sle",
    "greater": "sgt",
    "greater_equal": "sge",
}
PLAIN = {"add": "add", "subtract": "sub", "multiply": "mul"}
JOINED = {"bitwise_and": "and", "bitwise_or": "or"}
EXTREMES = {"maximum": "smax", "minimum": "smin"}
LANES = 32  # rows at a time; as many of the narrowest numbers fill the widest registers there are
WIDTHS = (16, 32, 64)
WIDE = WIDTHS[-1]
FLAGS = f"<{LANES} x i1>"
LOADED = {"u1": 16, "u2": 32, "u4": 64, "i4": 32, "i8": 64}  # columns by kind: the width that holds any value of theirs


def numbers(bits: int) -> str:
    """This function will return the type of as many numbers of this width as there are lanes."""
    return f"<{LANES} x i{bits}>"


NUMBERS = numbers(WIDE)
DECLARED = (
    *(
        f"declare {numbers(bits)} @llvm.{op}.v{LANES}i{bits}({numbers(bits)}, {numbers(bits)})"
        for op in EXTREMES.values()
        for bits in WIDTHS
    ),
    f"declare {NUMBERS} @llvm.masked.gather.v{LANES}i64.v{LANES}p0(<{LANES} x ptr>, i32, {FLAGS}, {NUMBERS})",
    f"declare i64 @llvm.vector.reduce.add.v{LANES}i64({NUMBERS})",
)
Called = Callable[[Any, int, int, Any], None]


class Code:
    """The text of one loop, put together step by step. A number has the least width that is sure to hold it."""

    def __init__(self) -> None:
        self.columns: list[str] = []
        self.tables: dict[int, str] = {}
        self.before: list[str] = []
        self.lines: list[str] = []
        self._steps: dict[Node, tuple[str, int]] = {}  # the name, and the width; of a flag 1
        self._widened: dict[tuple[Node, int], str] = {}

    def line(self, said: str) -> str:
        """This function will add an instruction and return the name of what it gives."""
        name = f"%v{len(self.lines)}"
        self.lines.append(f"  {name} = {said}")
        return name

    def flag(self, part: Any) -> str:
        """This function will return the name of a flag, or one as it stands, the same in every lane."""
        return self._step(part)[0] if isinstance(part, Node) else f"splat (i1 {str(bool(part)).lower()})"

    def number(self, part: Any, bits: int = WIDE) -> str:
        """This function will return the name of a step as a number of this width, or a number as it stands."""
        if not isinstance(part, Node):
            return f"splat (i{bits} {int(part)})"
        name, own = self._step(part)
        if own == bits:
            return name
        if (part, bits) not in self._widened:
            how = "zext" if own == 1 else "sext"
            self._widened[part, bits] = self.line(f"{how} {numbers(own)} {name} to {numbers(bits)}")
        return self._widened[part, bits]

    def width(self, *parts: Any) -> int:
        """This function will return the width in which all of these numbers can stand."""
        return max(self._step(one)[1] if isinstance(one, Node) else _width(int(one)) for one in (*parts, 0))

    def _step(self, node: Node) -> tuple[str, int]:
        if node not in self._steps:
            self._steps[node] = self._written(node)
        return self._steps[node]

    def _written(self, node: Node) -> tuple[str, int]:
        parts = node.parts
        match node.op:
            case "column":
                return self._loaded(parts[0], node.dtype)
            case "table":
                return self._looked_up(node), WIDE
            case "cast":
                bits = self.width(parts[0])
                return self.number(parts[0], bits), bits
            case "where" if node.is_flag:
                one, other = map(self.flag, parts[1:])
                return self.line(f"select {FLAGS} {self.flag(parts[0])}, {FLAGS} {one}, {FLAGS} {other}"), 1
            case "where":
                bits = self.width(*parts[1:])
                one, other = (f"{numbers(bits)} {self.number(part, bits)}" for part in parts[1:])
                return self.line(f"select {FLAGS} {self.flag(parts[0])}, {one}, {other}"), bits
            case "invert":
                return self.line(f"xor {FLAGS} {self.flag(parts[0])}, splat (i1 true)"), 1
            case "floor_divide":
                return self._divided(*map(self.number, parts)), WIDE
            case op if op in JOINED:
                return self.line(f"{JOINED[op]} {FLAGS} {self.flag(parts[0])}, {self.flag(parts[1])}"), 1
            case op if op in PLAIN:
                return self.line(f"{PLAIN[op]} {NUMBERS} {self.number(parts[0])}, {self.number(parts[1])}"), WIDE
            case op:
                bits = self.width(*parts)
                one, other = (self.number(part, bits) for part in parts)
                if op in COMPARISONS:
                    return self.line(f"icmp {COMPARISONS[op]} {numbers(bits)} {one}, {other}"), 1
                of = f"@llvm.{EXTREMES[op]}.v{LANES}i{bits}"
                return self.line(f"call {numbers(bits)} {of}({numbers(bits)} {one}, {numbers(bits)} {other})"), bits

    def _loaded(self, column: str, kind: np.dtype[Any]) -> tuple[str, int]:
        place = len(self.columns)
        self.columns.append(column)
        self.before.append(f"  %q{place} = getelementptr ptr, ptr %columns, i64 {place}")
        self.before.append(f"  %c{place} = load ptr, ptr %q{place}")
        held, bits = kind.itemsize * 8, LOADED[kind.str[1:]]
        at = self.line(f"getelementptr inbounds i{held}, ptr %c{place}, i64 %i")
        value = self.line(f"load {numbers(held)}, ptr {at}, align 1")
        if held == bits:
            return value, bits
        return self.line(f"zext {numbers(held)} {value} to {numbers(bits)}"), bits

    def _looked_up(self, node: Node) -> str:
        array = node.record.table_at(node.parts[0]).astype(np.int64)
        listed = ", ".join(f"i64 {one}" for one in array.tolist())
        self.tables[node.parts[0]] = f"@t{node.parts[0]} = private constant [{len(array)} x i64] [{listed}]"
        at = self.line(f"getelementptr inbounds i64, ptr @t{node.parts[0]}, {NUMBERS} {self.number(node.parts[1])}")
        return self.line(
            f"call {NUMBERS} @llvm.masked.gather.v{LANES}i64.v{LANES}p0"
            f"(<{LANES} x ptr> {at}, i32 8, {FLAGS} splat (i1 true), {NUMBERS} poison)"
        )

    def _divided(self, total: str, by: str) -> str:
        whole, rest = self.line(f"sdiv {NUMBERS} {total}, {by}"), self.line(f"srem {NUMBERS} {total}, {by}")
        left = self.line(f"icmp ne {NUMBERS} {rest}, splat (i64 0)")
        apart = self.line(f"xor {NUMBERS} {rest}, {by}")
        below = self.line(f"icmp slt {NUMBERS} {apart}, splat (i64 0)")
        down = self.line(f"and {FLAGS} {left}, {below}")
        return self.line(f"sub {NUMBERS} {whole}, {self.line(f'zext {FLAGS} {down} to {NUMBERS}')}")


def _width(number: int) -> int:
    return next(bits for bits in WIDTHS if -(1 << bits - 1) <= number < 1 << bits - 1)


def summing(asked: Sequence[Node], columns: Mapping[str, Array]) -> Callable[[int, int], Array]:
    """This function will return what sums the expressions over rows, a multiple of `LANES` of them."""
    code = Code()
    values = [code.number(one) for one in asked]
    sums = [code.line(f"add {NUMBERS} %s{place}, {value}") for place, value in enumerate(values)]
    carried = [
        f"  %s{place} = phi {NUMBERS} [ zeroinitializer, %entry ], [ {name}, %loop ]" for place, name in enumerate(sums)
    ]
    stored = [
        line
        for place, name in enumerate(sums)
        for line in (
            f"  %r{place} = call i64 @llvm.vector.reduce.add.v{LANES}i64({NUMBERS} {name})",
            f"  %o{place} = getelementptr i64, ptr %out, i64 {place}",
            f"  store i64 %r{place}, ptr %o{place}",
        )
    ]
    call = compiled(_loop(code, carried, stored))[1]
    pointers = _pointers([columns[one] for one in code.columns])

    def of(start: int, stop: int) -> Array:
        _check_whole(start, stop)
        found = np.zeros(len(asked), dtype=np.int64)
        if stop > start:
            call(pointers, start, stop, found.ctypes.data)
        return found

    return of


def storing(asked: Sequence[Node]) -> Callable[[Mapping[str, Array], int, int, Sequence[Array]], None]:
    """This function will return what writes the expressions of rows, a multiple of `LANES`, into arrays of numbers."""
    code = Code()
    for place, one in enumerate(asked):
        code.before += [
            f"  %p{place} = getelementptr ptr, ptr %out, i64 {place}",
            f"  %o{place} = load ptr, ptr %p{place}",
        ]
        value = code.number(one)
        at = code.line(f"getelementptr inbounds i64, ptr %o{place}, i64 %j")
        code.lines.append(f"  store {NUMBERS} {value}, ptr {at}, align 1")
    call = compiled(_loop(code))[1]

    def into(columns: Mapping[str, Array], start: int, stop: int, out: Sequence[Array]) -> None:
        _check_whole(start, stop)
        if stop > start:
            call(_pointers([columns[one] for one in code.columns]), start, stop, _pointers(out))

    return into


def tallying(weights: int) -> Callable[[Array, Sequence[Array], Array], None]:
    """This function will return what counts rows in a table by their keys, and sums so many weights beside."""
    taken, summed = list[str](), list[str]()
    for one in range(1, weights + 1):
        taken += [f"  %p{one} = getelementptr ptr, ptr %columns, i64 {one}", f"  %w{one} = load ptr, ptr %p{one}"]
        summed += [
            f"  %a{one} = getelementptr inbounds i64, ptr %w{one}, i64 %i",
            f"  %b{one} = load i64, ptr %a{one}",
            f"  %c{one} = getelementptr inbounds i64, ptr %at, i64 {one}",
            f"  %d{one} = load i64, ptr %c{one}",
            f"  %e{one} = add i64 %d{one}, %b{one}",
            f"  store i64 %e{one}, ptr %c{one}",
        ]
    counted = [
        "  %q = getelementptr inbounds i64, ptr %keys, i64 %i",
        "  %key = load i64, ptr %q",
        f"  %place = mul i64 %key, {weights + 1}",
        "  %at = getelementptr inbounds i64, ptr %out, i64 %place",
        "  %n = load i64, ptr %at",
        "  %m = add i64 %n, 1",
        "  store i64 %m, ptr %at",
    ]
    call = compiled(_text(["  %keys = load ptr, ptr %columns", *taken], [*counted, *summed], step=1))[1]

    def into(keys: Array, given: Sequence[Array], table: Array) -> None:
        if len(keys):
            call(_pointers([keys, *given]), 0, len(keys), table.ctypes.data)

    return into


def _check_whole(start: int, stop: int) -> None:
    assert (stop - start) % LANES == 0  # noqa: S101 - else rows would be read that are not asked about


def _pointers(arrays: Sequence[Array]) -> Any:
    assert all(one.flags.c_contiguous for one in arrays)  # noqa: S101 - else other memory would be read
    return (ctypes.c_void_p * max(len(arrays), 1))(*(one.ctypes.data for one in arrays))


def _loop(code: Code, carried: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """The text of a loop over the rows from `start`; `i` is a row's place, and `j` how many came before it."""
    each = [*carried, "  %j = sub i64 %i, %start", *code.lines]
    tables = [code.tables[one] for one in sorted(code.tables)]
    return "\n".join([*tables, *DECLARED, _text(code.before, each, after, step=LANES)])


def _text(before: Sequence[str], each: Sequence[str], after: Sequence[str] = (), *, step: int) -> str:
    return "\n".join([
        "define void @rows(ptr %columns, i64 %start, i64 %stop, ptr %out) {",
        "entry:",
        *before,
        "  br label %loop",
        "loop:",
        "  %i = phi i64 [ %start, %entry ], [ %next, %loop ]",
        *each,
        f"  %next = add nsw i64 %i, {step}",
        "  %more = icmp slt i64 %next, %stop",
        "  br i1 %more, label %loop, label %done",
        "done:",
        *after,
        "  ret void",
        "}",
    ])  # fmt: skip


@lru_cache(maxsize=256)
def compiled(text: str) -> tuple[Any, Called]:
    """This function will return the engine that holds the code, and its function; the same text is compiled once."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=2
    )
    module = llvm.parse_assembly(text)
    module.verify()
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)
    call = kind(engine.get_function_address("rows"))
    return engine, call
