"""Using the desk as a browser does: opening pages, filling in the forms that stand on them, sending them off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import html5lib
from django.test import Client
from django.utils.html import strip_tags

from jumelage.accounts.models import User

Fields = dict[str, list[str]]


def client_of(user: User | None = None) -> Client:
    """Return an English browser in which *user* is signed in, or nobody."""
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes, and what sending it untouched would send."""

    action: str
    fields: Fields

    def filled(self, **values: Any) -> Fields:
        """Return what is sent with some fields filled in otherwise; ``__`` in a name stands for a hyphen."""
        named = {name.replace("__", "-"): value if isinstance(value, list) else [str(value)] for name, value in values.items()}
        return {**self.fields, **named}


def _elements(tree: Any) -> Iterator[Any]:
    return (node for node in tree.iter() if isinstance(node.tag, str))


def forms_on(html: str) -> list[Form]:
    """Return the forms of a page, in their order."""
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return [Form(node.get("action", ""), dict(_sent(node))) for node in _elements(tree) if node.tag == "form"]


def _sent(form: Any) -> Fields:
    sent: Fields = {}
    for node in _elements(form):
        name = node.get("name")
        if not name or node.tag == "button" or node.get("disabled") is not None:
            continue
        for value in _values(node):
            sent.setdefault(name, []).append(value)
    return sent


def _values(node: Any) -> list[str]:
    if node.tag == "textarea":
        return ["".join(node.itertext())]
    if node.tag == "select":
        options = [option for option in _elements(node) if option.tag == "option"]
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [option.get("value", "".join(option.itertext())) for option in chosen]
    if node.get("type") in ("checkbox", "radio"):
        return [node.get("value", "on")] if node.get("checked") is not None else []
    return [node.get("value", "")]


def form_on(html: str, action: str) -> Form:
    """Return the form of a page whose address ends with *action*."""
    found = [form for form in forms_on(html) if form.action.endswith(action)]
    assert found, f"No form goes to {action}; there are {[form.action for form in forms_on(html)]}."
    return found[0]


def text_of(response: Any) -> str:
    """Return a page's words in one line."""
    return " ".join(unescape(strip_tags(response.content.decode().replace("<", " <"))).split())
