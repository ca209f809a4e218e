"""The group of commands. Each is a module beside this one, imported only when it is asked for.

A user's mistake ends with exit code 2 and a sentence, never with a traceback; what is left to see as a traceback is a
fault of ours.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from amends.cli.plain import plain
from amends.core.errors import AmendsError, did_you_mean

# The table gives the line of help as well, so that `amends --help` imports none of them.
SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "To begin with": {
        "demo": ("amends.cli.demo:command", "Serve the three example shops in the browser."),
    },
    "A policy": {
        "policy": ("amends.cli.policy:command", "Show a policy, compare two, publish one, or begin with one."),
        "check": ("amends.cli.check:command", "Look for faults in a policy."),
        "test": ("amends.cli.test:command", "Run a policy's scenarios."),
        "decide": ("amends.cli.decide:command", "Decide a claim under a policy."),
        "explain": ("amends.cli.explain:command", "Show a decision with its reasons, as a page."),
        "laws": ("amends.cli.laws:command", "Show the laws that stand under every shop's policy."),
        "receipt": ("amends.cli.receipt:command", "Derive a decision again from its receipt, offline."),
    },
    "What a change would have done": {
        "backtest": ("amends.cli.backtest:command", "Say what a change would have done over a history of orders."),
        "replay": ("amends.cli.replay:command", "Decide recorded calls again and compare."),
    },
    "A shop of your own": {
        "serve": ("amends.cli.serve:command", "Serve one's own shops: pages and background work."),
        "worker": ("amends.cli.worker:command", "Do in the background what must happen outside, and keep dates."),
        "import": ("amends.cli.import_orders:command", "Read orders, customers and products from JSON or CSV."),
        "bring": ("amends.cli.bring:command", "Put a shop's own help and sizes into use."),
        "staff": ("amends.cli.staff:command", "Say who works at a shop, and as what."),
        "link": ("amends.cli.link:command", "Make addresses that open orders, for the mails of the shop's own system."),
        "mail": ("amends.cli.mail:command", "Take mail that comes in."),
        "sandbox": ("amends.cli.sandbox:command", "Serve a practice payment provider on one's own machine."),
    },
    "Looking after it": {
        "health": ("amends.cli.health:command", "Say what is not well."),
        "verify": ("amends.cli.verify:command", "Look whether everything holds that must, on live data."),
        "languages": ("amends.cli.languages:command", "Bring the languages up to date, and say what they lack."),
        "manage": ("amends.cli.manage:command", "Run one of Django's own commands, such as `migrate`."),
    },
}
COMMANDS: dict[str, tuple[str, str]] = {name: one for part in SECTIONS.values() for name, one in part.items()}
MISTAKE = 2
BEHIND = ("42P01", "42703")  # what PostgreSQL says of a table or a column that is not there


def find_command(name: str) -> click.Command:
    """This function will import the command of that name in the table and return it."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(import_module(module), attribute)
    if not isinstance(command, click.Command):
        raise TypeError(f"`{COMMANDS[name][0]}` is no click command")
    return command


class Commands(click.Group):
    """The group that finds its commands in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """This function will return the names of the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """This function will import the command of that name, or return nothing."""
        return find_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """This function will find the command that the words begin with, or name the nearest one there is."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = did_you_mean(args[0], COMMANDS) or "`amends --help` lists the commands."
            raise click.UsageError(f"there is no command `{args[0]}`. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """This function will write the list of commands from the table alone."""
        widest = max(map(len, COMMANDS))
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(widest), line) for name, (_, line) in commands.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="amends", message="%(prog)s %(version)s")
def amends() -> None:
    """After-sales from a shop's own written policy: decisions, money and deadlines, with the clause behind each.

    \b
    amends demo                            three example shops in the browser
    amends policy example > policy.yaml    a policy to begin with
    amends check policy.yaml               what is probably not meant in it
    amends COMMAND --help                  what a command does
    """


def main(args: list[str] | None = None) -> Any:
    """This function will run the command line and leave with its exit code; the console script calls it."""
    try:
        return amends.main(args=args, prog_name="amends", color=_colour())
    except AmendsError as error:
        click.echo(f"Error: {_told(error)}", err=True)
        sys.exit(MISTAKE)
    except Exception as error:
        if getattr(error.__cause__, "sqlstate", None) not in BEHIND:
            raise
        said = "the database does not have the tables of this version. Run `amends manage migrate`."
        click.echo(f"Error: {said}", err=True)
        sys.exit(MISTAKE)


def _colour() -> bool | None:
    """No colour where the user or the terminal asks for none (no-color.org); else as click finds the output to be."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _told(error: AmendsError) -> str:
    """What is wrong, line by line; it quotes from files that anybody may have written."""
    return "\n".join(map(plain, str(error).split("\n")))
