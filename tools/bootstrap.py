"""Prepare an environment of locked packages, then start the demo or the tests; called by the Makefile.

Standard library only, and no syntax newer than Python 3.6, so that a Python that is too old is told so in a
sentence instead of a traceback. Nothing outside the repository's folder is written.

``.venv`` holds what the site needs (``requirements/site.txt``), ``.venv-dev`` what the tests need beside it
(``requirements/dev.txt``); the packages of the latter are kept in ``var/wheelhouse`` too, so that a test can fill
an empty environment without the network. An environment is complete when its stamp (written last) names the
lock's content, the interpreter and the folder; whatever else is found there is made anew.
"""

import argparse
import errno
import fcntl
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from typing import IO

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VAR = os.path.join(ROOT, "var")
MARK = "made-by-jumelage"
OLDEST_PYTHON = (3, 11)
#: Bytes that a first installation takes, packages and their download together; measured: 290 MB and 620 MB.
ROOM = {".venv": 450 * 10**6, ".venv-dev": 900 * 10**6}
LOCK = {".venv": "site.txt", ".venv-dev": "dev.txt"}

#: What pip writes, lower case, and the sentence that says it to a person; the first that fits is taken.
REASONS = (
    (("no space left on device",), "The disk is full; make room of about 1 GB, then run `{again}` again."),
    (("do not match the hashes",), "A package differs from the locked one, so nothing was installed; see {log}."),
    (
        ("failed to establish a new connection", "name resolution", "nodename nor servname", "network is unreachable",
         "could not fetch url", "connection refused", "timed out", "proxyerror", "connection broken", "certificate_verify"),
        "The packages could not be fetched, because the package index did not answer; "
        "connect this machine to the network for the first start, then run `{again}` again ({log} has the details).",
    ),
    (
        ("no matching distribution found", "could not find a version"),
        "A package is missing from the package index, or has no build for this machine's Python; "
        "check the network and the Python version, then run `{again}` again ({log} has the details).",
    ),
)  # fmt: skip


class Refusal(Exception):
    """One whole sentence that says why nothing was started and what to do."""


def check_python() -> None:
    """Refuse a Python that is too old, or that cannot make environments."""
    if sys.version_info < OLDEST_PYTHON:
        raise Refusal(
            "Jumelage needs Python 3.11 or newer, but {} is Python {}.{}.{}; install a newer one and name it, "
            "for example: make demo PYTHON=python3.11".format(sys.executable or "python3", *sys.version_info[:3])
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Refusal(
            "This Python cannot make environments, because its module venv (with ensurepip) is missing; "
            "on Debian and Ubuntu install it with: sudo apt install python3-venv"
        )


def check_port(text: str) -> int:
    """Return the port number, or refuse one that is no number or that somebody else listens on."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Refusal(f"PORT is “{text}”, but a port is a number from 1 to 65535; write for example: make demo PORT=8001")
    port = int(text)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            other = port + 1 if 1024 <= port < 65535 else 8001
            why = "may not be used without more rights" if error.errno == errno.EACCES else "is in use by another program"
            raise Refusal(f"Port {port} {why}; choose another one, for example: make demo PORT={other}") from None
    return port


def check_folder(environment: str) -> None:
    """Refuse a folder that cannot be written to, or a disk without room for a first installation."""
    try:
        os.makedirs(VAR, exist_ok=True)
        probe = os.path.join(VAR, ".writable")
        for place in (probe, os.path.join(ROOT, ".writable")):
            with open(place, "w") as file:
                file.write("x")
            os.remove(place)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal("The disk is full; make room, then start again.") from None
        raise Refusal(
            f"The folder {ROOT} cannot be written to ({error.strerror}); give yourself the right to write there, "
            "or clone the repository into a folder of your own."
        ) from None
    needed, free = ROOM[environment], shutil.disk_usage(ROOT).free
    if not os.path.exists(stamp_path(environment)) and free < needed:
        raise Refusal(
            f"The disk has {free // 10**6} MB free, but the first start needs about {needed // 10**6} MB; make room, then start again."
        )


def stamp_path(environment: str) -> str:
    """Return the path of the file that is written last and names what the environment was made from."""
    return os.path.join(ROOT, environment, "stamp")


def expected_stamp(environment: str) -> str:
    """Return the text that the stamp of a complete, current environment has."""
    with open(os.path.join(ROOT, "requirements", LOCK[environment]), "rb") as lock:
        content = hashlib.sha256(lock.read()).hexdigest()
    version = "{}.{}".format(*sys.version_info[:2])  # a newer patch of the same Python keeps what is installed
    return "\n".join([content, version, os.path.realpath(sys.executable), ROOT, ""])


def is_current(environment: str) -> bool:
    """Say whether the environment is complete and made from today's lock by this interpreter in this folder."""
    try:
        with open(stamp_path(environment), encoding="utf-8") as stamp:
            return stamp.read() == expected_stamp(environment)
    except OSError:
        return False


def interpreter(environment: str) -> str:
    """Return the path of the environment's Python."""
    return os.path.join(ROOT, environment, "bin", "python")


def make_environment(environment: str, again: str) -> None:
    """Make the environment anew and write its stamp; refuse to touch a folder that somebody else made."""
    folder = os.path.join(ROOT, environment)
    mark = os.path.join(folder, MARK)
    if os.path.isdir(folder) and os.listdir(folder) and not os.path.exists(mark):
        raise Refusal(f"The folder {folder} was not made by `{again}`; rename or remove it, then try again.")
    say(f"Installing the packages into {environment} (once; about a minute) …")
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    os.mkdir(folder)
    with open(mark, "w") as file:
        file.write(f"Made by `{again}`; may be removed at any time.\n")
    log = os.path.join(VAR, "install{}.log".format(environment.replace(".venv", "")))
    with open(log, "w") as file:
        run([sys.executable, "-m", "venv", folder], file, again)
    install(environment, log, again)
    make_importable(folder)
    with open(stamp_path(environment), "w", encoding="utf-8") as stamp:
        stamp.write(expected_stamp(environment))


def install(environment: str, log: str, again: str) -> None:
    """Install the locked packages, wheels only and by hash; those of the tests by way of ``var/wheelhouse``."""
    lock = os.path.join(ROOT, "requirements", LOCK[environment])
    pip = [interpreter(environment), "-m", "pip", "--disable-pip-version-check", "--no-input", "--no-color"]
    network = ["--retries", "1", "--timeout", "20"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", lock]
    with open(log, "a") as file:
        if environment == ".venv-dev":
            house = os.path.join(VAR, "wheelhouse")
            shutil.rmtree(house, ignore_errors=True)
            run([*pip, "download", "--dest", house, *network, *locked], file, again)
            run([*pip, "install", "--no-index", "--find-links", house, *locked], file, again)
        else:
            run([*pip, "install", *network, *locked], file, again)


def run(command: "list[str]", log: "IO[str]", again: str) -> None:
    """Run an installing *command* with its output in *log*; refuse with the reason that the output gives."""
    left_out = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIREMENT", "PYTHONPATH", "PYTHONHOME")
    environ = {key: value for key, value in os.environ.items() if key not in left_out}
    log.flush()
    code = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environ)
    if code == 0:
        return
    name = os.path.relpath(log.name, ROOT)
    with open(log.name, encoding="utf-8", errors="replace") as file:
        output = file.read().lower()
    for signs, sentence in REASONS:
        if any(sign in output for sign in signs):
            raise Refusal(sentence.format(again=again, log=name))
    raise Refusal(f"The installation failed; {name} has the details. When the cause is gone, run `{again}` again.")


def make_importable(folder: str) -> None:
    """Let the environment import ``src`` and give it the command ``jumelage``, without a build."""
    library = os.path.join(folder, "lib", "python{}.{}".format(*sys.version_info[:2]), "site-packages")
    with open(os.path.join(library, "jumelage.pth"), "w", encoding="utf-8") as path:
        path.write(os.path.join(ROOT, "src") + "\n")
    command = os.path.join(folder, "bin", "jumelage")
    with open(command, "w", encoding="utf-8") as script:
        script.write(f'#!/bin/sh\nexec "{folder}/bin/python" -m jumelage "$@"\n')
    os.chmod(command, 0o755)


def compile_translations(environment: str, again: str) -> None:
    """Compile the translations of which the source is newer than the compiled file."""
    top = os.path.join(ROOT, "src", "jumelage", "locale")
    sources = [os.path.join(place, name) for place, _, names in os.walk(top) for name in names if name.endswith(".po")]
    stale = [po for po in sources if not is_newer(po[:-3] + ".mo", po)]
    if stale:
        with open(os.path.join(VAR, "translations.log"), "w") as log:
            run([interpreter(environment), os.path.join(ROOT, "tools", "messages.py"), "compile"], log, again)


def is_newer(made: str, source: str) -> bool:
    """Say whether *made* exists and is not older than *source*."""
    return os.path.exists(made) and os.path.getmtime(made) >= os.path.getmtime(source)


def prepare(environment: str, again: str) -> None:
    """Bring the environment up to date; two at a time are refused."""
    check_folder(environment)
    with open(os.path.join(VAR, environment.lstrip(".") + ".lock"), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal("Another `make` is installing in this folder; wait until it is done, then try again.") from None
        if not is_current(environment):
            make_environment(environment, again)
        compile_translations(environment, again)


def say(text: str) -> None:
    """Print a line at once, also where the output is a file."""
    print(text, flush=True)


def parse(arguments: "list[str]") -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bootstrap")
    commands = parser.add_subparsers(dest="command", metavar="command")
    demo = commands.add_parser("demo", help="prepare .venv and start the demo")
    demo.add_argument("--port", default="8000")
    demo.add_argument("--reports", default="")
    commands.add_parser("test", help="prepare .venv-dev and run every test")
    commands.add_parser("dev", help="prepare .venv-dev only")
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.error("say demo, test or dev")
    return options


def start(options: argparse.Namespace) -> None:
    """Prepare what the command needs and replace this process by it."""
    check_python()
    environment = ".venv" if options.command == "demo" else ".venv-dev"
    again = f"make {options.command}"
    command = [interpreter(environment), os.path.join(ROOT, "tools", "suite.py")]
    if options.command == "demo":
        port = check_port(options.port)
        command = [interpreter(environment), "-m", "jumelage", "demo", "--port", str(port)]
        command += ["--reports", options.reports] if options.reports else []
    prepare(environment, again)
    os.chdir(ROOT)
    if options.command != "dev":
        os.execv(command[0], command)


def main(arguments: "list[str]") -> int:
    """Start what *arguments* ask for; return the exit status where that fails."""
    try:
        start(parse(arguments))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        sentence = "The disk is full; make room, then start again." if full else f"Nothing was started: {error}."
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the next start makes good what is unfinished.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
