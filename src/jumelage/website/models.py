"""Prose that people write in the CMS: the front page's words, imprint, privacy, accessibility and the like."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

#: What an editor may use in prose: no table, no raw HTML, nothing that carries a style.
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "image"]


class FrontPage(Page):
    """The root of one language's prose, and the words at the head of the home page in that language."""

    welcome = RichTextField(_("welcome"), blank=True, features=FEATURES)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("welcome")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["website.ProsePage"]


class ProsePage(Page):
    """A page of prose. ``purpose`` marks the pages that the law asks for, so that the footer finds them."""

    class Purpose(models.TextChoices):
        """What a page is for, where the site itself links to it."""

        IMPRINT = "imprint", _("imprint")
        PRIVACY = "privacy", _("privacy")
        ACCESSIBILITY = "accessibility", _("accessibility")
        OTHER = "", _("other")

    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices, blank=True)
    body = RichTextField(_("text"), features=FEATURES)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("purpose"), FieldPanel("body")]
    parent_page_types: ClassVar = ["website.FrontPage", "website.ProsePage"]
    subpage_types: ClassVar = ["website.ProsePage"]
