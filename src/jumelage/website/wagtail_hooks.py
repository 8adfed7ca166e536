"""The CMS as we use it: prose, pictures and documents. What would lead past our own records is not offered."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

#: Users and groups are kept on the desk; the help leads to another host.
_MAIN_MENU_WITHOUT = frozenset({"help"})
_SETTINGS_MENU_WITHOUT = frozenset({"users", "groups", "wagtailusers_users", "wagtailusers_groups"})


@hooks.register("construct_main_menu")
def shorten_main_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Take out of the menu what is of no use here."""
    menu_items[:] = [item for item in menu_items if item.name not in _MAIN_MENU_WITHOUT]


@hooks.register("construct_settings_menu")
def shorten_settings_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Take out of the settings what is kept on the desk."""
    menu_items[:] = [item for item in menu_items if item.name not in _SETTINGS_MENU_WITHOUT]
