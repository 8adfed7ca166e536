"""Laying out the CMS of an installation: its languages, its front pages, the prose that the law asks for, who may edit.

And remembering which pages stood here in public.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from jumelage.accounts.actions import CMS_GROUP
from jumelage.accounts.actor import command
from jumelage.journal import actions as journal
from jumelage.languages import SITE
from jumelage.website.addresses import KINDS
from jumelage.website.models import FrontPage, ProsePage

_LEGAL = (ProsePage.Purpose.IMPRINT, ProsePage.Purpose.PRIVACY, ProsePage.Purpose.ACCESSIBILITY)
_PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
_FILE_RIGHTS = ("add", "change", "choose")


@transaction.atomic
def lay_out_site() -> None:
    """Give every language its front page, imprint, privacy and accessibility page, and editors their rights.

    Safe to repeat: what is there is kept as it is, whatever its text; only what is missing is made. Wagtail's own
    welcome page is taken away. Nothing is written to the journal, for no record of ours is touched.
    """
    root = _root()
    fronts = {language: _front_page(root, language) for language in SITE}
    for purpose in _LEGAL:
        _prose_pages(fronts, purpose)
    _site(fronts[settings.LANGUAGE_CODE])
    _remove_welcome_page()
    _editors(list(fronts.values()))


def note_public_pages() -> int:
    """Keep of everything public now that it was, so that its address says "gone" once it is deleted; return of how many.

    An institution, a person or a topic is public only as long as something published names it, and is deleted when nothing
    names it any more: nobody could tell then; an agreement may have been shown to everybody once. Editions, series and partnerships are published by an act of their own.
    """
    derived = ("people.institution", "people.person", "partnerships.topic", "agreements.agreement")
    public = [public_id for label in derived for public_id in KINDS[label].public().values_list("public_id", flat=True)]
    return journal.note_public(by=command("housekeeping"), public_ids=public)


def _starter(language: str) -> dict[str, Any]:
    return tomllib.loads((files("jumelage.website") / "tables" / f"starter.{language}.toml").read_text("utf-8"))


def _root() -> Page:
    root = Page.get_first_root_node()
    if root is not None:
        return root
    locale, _created = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    return Page.add_root(title="Root", slug="root", locale=locale)


def _front_page(root: Page, language: str) -> FrontPage:
    found = FrontPage.objects.filter(locale__language_code=language).first()
    if found is not None:
        return found
    locale, _created = Locale.objects.get_or_create(language_code=language)
    sibling = FrontPage.objects.first()
    page = FrontPage(
        locale=locale, translation_key=sibling.translation_key if sibling else uuid4(), **_starter(language)["front"]
    )
    return root.add_child(instance=page)


def _prose_pages(fronts: dict[str, FrontPage], purpose: ProsePage.Purpose) -> None:
    """Make the page of a purpose in every language that lacks it, as translations of each other."""
    known = ProsePage.objects.filter(purpose=purpose)
    first = known.first()
    key: UUID = first.translation_key if first else uuid4()
    for language, front in fronts.items():
        if not known.filter(locale=front.locale).exists():
            text = _starter(language)[purpose.value]
            page = ProsePage(locale=front.locale, translation_key=key, purpose=purpose, **{**text, "body": text["body"].strip()})
            # Read again, for a page counts its children in memory.
            FrontPage.objects.get(pk=front.pk).add_child(instance=page)


def _site(front: FrontPage) -> None:
    address = urlsplit(settings.BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id and FrontPage.objects.filter(pk=site.root_page_id).exists():
        return
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = front
    site.save()


def _remove_welcome_page() -> None:
    """Delete the page that Wagtail's first migration made: a bare page, which none of our models can be."""
    bare = ContentType.objects.get_for_model(Page)
    for page in Page.objects.filter(depth=2, content_type=bare, numchild=0):
        page.delete()


def _editors(fronts: list[FrontPage]) -> None:
    group, _created = Group.objects.get_or_create(name=CMS_GROUP)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_PAGE_RIGHTS):
        for front in fronts:
            GroupPagePermission.objects.get_or_create(group=group, page=front.page_ptr, permission=permission)
    everything = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for model in (Image, Document):
        codenames = [f"{right}_{model._meta.model_name}" for right in _FILE_RIGHTS]
        for permission in Permission.objects.filter(content_type__app_label=model._meta.app_label, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=everything, permission=permission)
