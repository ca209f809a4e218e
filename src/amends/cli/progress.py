"""How far long work is, on the terminal: while it goes on, and only where there is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def shown_progress(what: str, total: int = 100) -> Iterator[Callable[[float], None]]:
    """This function will show a bar, and give what is to be called with how much of the total is done."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)
