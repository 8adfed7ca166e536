"""How a picture stands in prose: one size, with who made it and under which licence (Wagtail looks for this module)."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.images.formats import Format, register_image_format, unregister_image_format

from jumelage.media.models import Picture
from jumelage.website.wording import joined


class WithCredit(Format):
    """A picture and below it its credit, where it has one."""

    def image_to_html(self, image: Picture, alt_text: str, extra_attributes: dict[str, Any] | None = None) -> SafeString:
        """Return a figure; the alternative text is the editor's, empty for a picture that says nothing."""
        picture = super().image_to_html(image, alt_text, extra_attributes)
        credit = joined([image.credit, image.licence])
        caption = format_html("<figcaption>{}</figcaption>", credit) if credit else ""
        return format_html("<figure>{}{}</figure>", picture, caption)


for _name in ("fullwidth", "left", "right"):
    unregister_image_format(_name)
register_image_format(WithCredit("fullwidth", _("Full width"), "richtext-image", "max-1200x1200"))
