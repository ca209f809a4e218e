"""`amends sandbox`: the practice payment provider, on one's own machine."""

from __future__ import annotations

import errno
from pathlib import Path

import click

from amends.cli.web import PortTaken
from amends.sandbox.server import Server, server_of


@click.command()
@click.option("--port", default=8010, show_default=True, type=click.IntRange(0, 65535), help="Where to serve; 0: any.")
@click.option(
    "--home",
    default=Path("var/sandbox"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that its state is kept in.",
)
def command(port: int, home: Path) -> None:
    """Serve a practice payment provider that behaves as Stripe does.

    Give its address as AMENDS_STRIPE_ADDRESS and any key that begins with sk_test_ as AMENDS_STRIPE_KEY. Serves on this
    machine alone until Ctrl-C; the state stays for the next time.
    """
    server = _bound(home, port)
    click.echo(f"Practice payments: {server.address}")
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _bound(home: Path, port: int) -> Server:
    try:
        return server_of(home, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"port {port} is in use.", hint=f"Choose another: `--port {port + 1}`.") from error
        raise
