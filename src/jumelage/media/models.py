"""Pictures and papers for public prose: Wagtail's images and documents with what their use needs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture with the name of who made it and the licence under which it is shown."""

    credit = models.CharField(_("made by"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="media_rendition_once"),
        ]


class Paper(AbstractDocument):
    """A document to download, with the language in which it is written."""

    language = models.CharField(_("language"), max_length=12, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "language")
