"""``jumelage serve``: run the site outside the demo: web server and worker, one port, behind a proxy that ends TLS."""

from __future__ import annotations

import argparse

from jumelage.config import sockets
from jumelage.config.commands import NotStarted, jumelage, refusing, set_up, storage_sentences
from jumelage.config.commands.demo import PATIENCE
from jumelage.config.supervisor import Child, Supervisor, say

HELP = "run the site: web server and worker on one port, behind a proxy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--bind", metavar="ADDRESS", default="127.0.0.1", help="address to listen on (127.0.0.1)")


def run(options: argparse.Namespace) -> int:
    """Serve until a signal comes and return the exit status; an unsafe or unfinished installation is refused."""
    return refusing(lambda: _run(options.bind, options.port))


def _run(address: str, port: int) -> int:
    set_up()
    refuse_unready()
    if reason := sockets.why_not(address, port):
        raise NotStarted(reason)
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    server = Child("server", jumelage("jumelage.config.server", "--address", address, "--port", str(port)))
    worker = Child("worker", jumelage("jumelage.config.worker"))
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 -- where a server on all addresses is asked
    return Supervisor(server, worker).run(
        answers=lambda: sockets.answer(port, address=near) is not None,
        patience=PATIENCE,
        ready=lambda: say(f"Jumelage serves {settings.BASE_URL} on {address}:{port}; SIGTERM or Ctrl-C ends it."),
    )


def refuse_unready() -> None:
    """Raise ``NotStarted`` with every reason why this installation must not or cannot serve yet."""
    from django.conf import settings

    from jumelage.config import checks

    if not settings.PRODUCTION:
        raise NotStarted(
            f"JUMELAGE_PROFILE is “{settings.PROFILE}”, which is not for serving; leave the variable out, or run `jumelage demo`."
        )
    with storage_sentences():
        found = [finding for finding in checks.before_serving() if finding.is_serious()]
    if found:
        raise NotStarted("\n".join(f"{finding.msg} {finding.hint or ''}".strip() for finding in found))
