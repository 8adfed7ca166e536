"""The web server's process: granian with one process of its own and a few threads.

``python -m jumelage.config.server --address 127.0.0.1 --port 8000 --parent 123``; started by the supervisor.
Plain http: https ends at the proxy in front of it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from jumelage.config.supervisor import GRACE, follow

#: Requests answered at the same time. SQLite has one writer, Python one lock: more threads only wait (stack-proofs, 5).
THREADS = 4
TARGET = "jumelage.config.wsgi:application"


def load(_target: str) -> Callable[..., Any]:
    """Return the application, inside granian's own process, which from then on follows its parent."""
    follow(os.getppid())
    from jumelage.config.wsgi import application  # noqa: PLC0415 -- only the process that answers loads the site

    return application


def main() -> None:
    """Serve until SIGTERM."""
    from granian.constants import Interfaces  # noqa: PLC0415 -- `load` is imported without it
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="jumelage.config.server")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    options = parser.parse_args()
    follow(options.parent)
    # A fresh interpreter and no copy of this one: alike on Linux and macOS, and safe beside the watching thread.
    multiprocessing.set_start_method("spawn")
    Server(
        TARGET,
        address=options.address,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=int(GRACE / 2),
        log_level=LogLevels.error,
    ).serve(target_loader=load)


if __name__ == "__main__":
    main()
