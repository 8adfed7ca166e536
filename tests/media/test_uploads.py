"""Pictures and papers: what may be uploaded, what is asked for beside the file, and what is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from jumelage.media.models import Paper, Picture, Rendition
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def a_png() -> bytes:
    """Make the smallest picture."""
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(file, "PNG")
    return file.getvalue()


def form_for(model: Any, name: str, content: bytes) -> Any:
    """Return the upload form of Wagtail, filled in by an administrator."""
    make, slot = (get_image_form, "file") if model is Picture else (get_document_form, "file")
    data = {"title": "Rathaus", "collection": 1, "credit": "A. Beispiel", "licence": "CC BY 4.0", "language": "de"}
    return make(model)(data, {slot: SimpleUploadedFile(name, content)}, user=world.user(is_administrator=True))


def test_wagtail_uses_our_models() -> None:
    assert get_image_model() is Picture
    assert get_document_model() is Paper


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")  # Wagtail leaves a rendition's file to the collector
def test_a_picture_is_kept_with_its_maker_and_licence() -> None:
    form = form_for(Picture, "rathaus.png", a_png())
    assert form.is_valid(), form.errors
    picture = form.save()
    stored = Picture.objects.get()
    assert (stored.title, stored.credit, stored.licence, stored.width, stored.height) == (
        "Rathaus",
        "A. Beispiel",
        "CC BY 4.0",
        4,
        3,
    )
    rendition = picture.get_rendition("max-2x2")
    assert isinstance(rendition, Rendition)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendition.objects.create(
            image=picture, filter_spec="max-2x2", focal_point_key=rendition.focal_point_key, file="x.png", width=1, height=1
        )


def test_a_paper_is_kept_with_its_language() -> None:
    form = form_for(Paper, "bericht.pdf", b"%PDF-1.7 invented")
    assert form.is_valid(), form.errors
    form.save()
    assert (Paper.objects.get().title, Paper.objects.get().language) == ("Rathaus", "de")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rathaus.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("rathaus.html", b"<script>alert(1)</script>"),
        ("rathaus.png", b"<script>alert(1)</script>"),
        ("rathaus.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("rathaus.png.exe", b"MZ"),
        ("rathaus", b"MZ"),
    ],
)
def test_what_is_no_picture_is_refused(name: str, content: bytes) -> None:
    form = form_for(Picture, name, content)
    assert not form.is_valid()
    assert "file" in form.errors


@pytest.mark.parametrize(
    "name", ["page.html", "page.htm", "page.svg", "page.xml", "run.exe", "run.js", "macros.docm", "a.pdf.html", "file"]
)
def test_a_paper_that_could_run_is_refused(name: str) -> None:
    form = form_for(Paper, name, b"<script>alert(1)</script>")
    assert not form.is_valid()
    assert "file" in form.errors


@pytest.mark.parametrize("name", ["list.csv", "letter.docx", "letter.odt", "report.PDF", "note.txt", "list.xlsx"])
def test_the_papers_of_an_office_are_taken(name: str) -> None:
    assert form_for(Paper, name, b"invented").is_valid()
