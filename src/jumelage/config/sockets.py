"""The one port on which the site answers: is it free, and does it answer. Standard library only."""

from __future__ import annotations

import errno
import http.client
import socket


def why_not(address: str, port: int) -> str | None:
    """Return, in a whole sentence, why nothing can listen at *address* and *port*, or ``None``."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        return f"“{address}” is no address of this machine; write for example 127.0.0.1."
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            return _sentence(error.errno, address, port)
    return None


def _sentence(number: int | None, address: str, port: int) -> str:
    if number == errno.EADDRINUSE:
        other = port + 1 if 1024 <= port < 65535 else 8001
        return f"Port {port} is in use by another program; end that program, or choose another port, for example --port {other}."
    if number == errno.EACCES:
        return f"Port {port} may not be used without more rights; choose one above 1023, for example --port 8000."
    return f"Nothing can listen at {address}, because that is no address of this machine; write for example 127.0.0.1."


def answer(port: int, *, address: str = "127.0.0.1", host: str = "localhost", path: str = "/") -> int | None:
    """Return the status with which the site answers a request for *path* within some seconds, or ``None``."""
    connection = http.client.HTTPConnection(address, port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
