"""The CMS: who may enter, which doors of Wagtail are shut, and what a hostile upload meets."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, GroupPagePermission, Page, Site

from jumelage.accounts.actions import CMS_GROUP
from jumelage.accounts.models import User
from jumelage.config import demo
from jumelage.media.models import Paper, Picture
from jumelage.website.actions import lay_out_site
from jumelage.website.models import FrontPage, ProsePage
from tests.website.reading import all_of, parse, read, text_of

#: Wagtail and Pillow leave temporary files of a picture to the garbage collector.
leaves_files_open = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

ADMINISTRATOR, COORDINATOR, _ABROAD, EDITOR, READER = (account.email for account in demo.ACCOUNTS)


def signed_in(email: str) -> Client:
    """Return a client that is signed in."""
    client = Client()
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    return client


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture."""
    stream = BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind)
    return stream.getvalue()


def test_laying_out_twice_makes_nothing_twice(laid_out: None) -> None:
    before = list(Page.objects.order_by("path").values_list("url_path", flat=True))
    ProsePage.objects.filter(slug="impressum").update(body="<p>Unser Text.</p>", title="Unser Impressum")
    lay_out_site()
    assert list(Page.objects.order_by("path").values_list("url_path", flat=True)) == before
    assert ProsePage.objects.get(slug="impressum").body == "<p>Unser Text.</p>"
    assert len(before) == 1 + 3 + 9
    assert len(set(FrontPage.objects.values_list("translation_key", flat=True))) == 1
    for purpose in ("imprint", "privacy", "accessibility"):
        assert len(set(ProsePage.objects.filter(purpose=purpose).values_list("translation_key", flat=True))) == 1
    assert Site.objects.get().root_page.specific == FrontPage.objects.get(locale__language_code="de")
    assert GroupPagePermission.objects.filter(group__name=CMS_GROUP).count() == 9


def test_starter_text_says_that_it_is_unfinished(client: Client, laid_out: None) -> None:
    for path in ("/de/impressum/", "/ru/zashchita-dannykh/", "/en/accessibility/"):
        page = read(client, path)
        assert "[" in text_of(all_of(page, "main")[0])


@pytest.mark.parametrize("path", ["/cms/login/", "/cms/password_reset/", "/de/_util/login/"])
def test_own_login_of_wagtail_is_shut(client: Client, filled: None, path: str) -> None:
    answers = [
        client.get(path),
        client.post(path, {"username": ADMINISTRATOR, "password": demo.PASSWORD, "email": ADMINISTRATOR}),
    ]
    for response in answers:
        assert response.status_code == 302
        assert response["Location"].startswith("/account/sign-in/")
    assert "_auth_user_id" not in client.session
    assert client.get("/cms/").status_code == 302


def test_nobody_is_sent_to_sign_in(client: Client, filled: None) -> None:
    assert client.get("/cms/pages/")["Location"] == "/account/sign-in/?next=/cms/pages/"


@pytest.mark.parametrize("email", [ADMINISTRATOR, EDITOR])
def test_those_with_the_right_enter(filled: None, email: str) -> None:
    response = signed_in(email).get("/cms/")
    assert response.status_code == 200
    page = response.content.decode()
    for elsewhere in ("releases.wagtail.org", "gravatar.com"):
        assert elsewhere not in page


@pytest.mark.parametrize("email", [COORDINATOR, READER])
def test_those_without_the_right_get_a_plain_no(filled: None, email: str) -> None:
    for path in ("/cms/", "/cms/pages/", "/cms/images/"):
        response = signed_in(email).get(path)
        assert response.status_code == 403
        assert len(all_of(parse(response.content.decode()), "h1")) == 1


@pytest.mark.parametrize("name", ["wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"])
@pytest.mark.parametrize("email", [ADMINISTRATOR, EDITOR])
def test_wagtails_own_users_are_shut(filled: None, email: str, name: str) -> None:
    client = signed_in(email)
    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name), {}).status_code == 403


def test_own_account_is_kept_on_the_desk(filled: None) -> None:
    for method in ("get", "post"):
        response = getattr(signed_in(EDITOR), method)(reverse("wagtailadmin_account"))
        assert (response.status_code, response["Location"]) == (302, "/desk/")


def test_wagtails_bulk_actions_on_users_are_shut(filled: None) -> None:
    user = User.objects.get(email=READER)
    for action in ("delete", "set_active_state", "assign_role"):
        path = reverse("wagtail_bulk_action", args=("accounts", "user", action)) + f"?id={user.pk}"
        assert signed_in(ADMINISTRATOR).post(path, {}).status_code == 403
    assert User.objects.get(pk=user.pk).is_active


def test_menu_offers_only_what_is_of_use(filled: None) -> None:
    page = signed_in(ADMINISTRATOR).get("/cms/").content.decode()
    assert '"url": "/cms/users/"' not in page
    assert "/cms/groups/" not in page
    assert "/cms/images/" in page


def test_editor_changes_prose_and_publishes_it(client: Client, filled: None) -> None:
    page = ProsePage.objects.get(slug="impressum")
    content = '{"blocks": [{"key": "a1", "text": "Stadt Lindenhafen", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
    data = {"title": "Impressum", "slug": "impressum", "purpose": "imprint", "body": content, "action-publish": "1"}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    response = signed_in(EDITOR).post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), data)
    assert response.status_code == 302, response.content.decode()[:2000]
    assert "Stadt Lindenhafen" in text_of(read(client, "/de/impressum/"))


def test_editor_may_not_touch_the_root(filled: None) -> None:
    root = Page.get_first_root_node()
    assert signed_in(EDITOR).get(reverse("wagtailadmin_pages:add_subpage", args=(root.pk,))).status_code in (302, 403)


@pytest.mark.parametrize("name", ["impressum", "de"])
def test_preview_shows_the_page(filled: None, name: str) -> None:
    page = Page.objects.get(slug=name)
    response = signed_in(EDITOR).get(reverse("wagtailadmin_pages:view_draft", args=(page.pk,)))
    assert response.status_code == 200
    assert len(all_of(parse(response.content.decode()), "h1")) == 1


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("mark.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "image/svg+xml"),
        ("page.png", b"<html><script>alert(1)</script></html>", "image/png"),
        ("page.html", picture_bytes(), "text/html"),
    ],
)
def test_upload_that_is_no_picture_is_refused(filled: None, name: str, content: bytes, kind: str) -> None:
    upload = SimpleUploadedFile(name, content, content_type=kind)
    data = {"title": "Bild", "file": upload, "collection": Collection.get_first_root_node().pk}
    response = signed_in(EDITOR).post(reverse("wagtailimages:add"), data)
    assert response.status_code == 200
    assert not Picture.objects.exists()


@leaves_files_open
def test_picture_that_is_too_large_is_refused(filled: None, settings: object) -> None:
    from wagtail.images.fields import WagtailImageField  # noqa: PLC0415 -- reads the limits when it is made

    field = WagtailImageField()
    assert field.max_upload_size == 20 * 1024 * 1024
    assert field.max_image_pixels == 50_000_000
    bomb = SimpleUploadedFile("weit.png", picture_bytes(size=(10_001, 5_000)), content_type="image/png")
    data = {"title": "Bild", "file": bomb, "collection": Collection.get_first_root_node().pk}
    assert signed_in(EDITOR).post(reverse("wagtailimages:add"), data).status_code == 200
    assert not Picture.objects.exists()


@leaves_files_open
def test_editor_uploads_a_picture(filled: None) -> None:
    upload = SimpleUploadedFile("hafen.png", picture_bytes(), content_type="image/png")
    data = {"title": "Hafen", "file": upload, "collection": Collection.get_first_root_node().pk}
    assert signed_in(EDITOR).post(reverse("wagtailimages:add"), data).status_code == 302
    assert Picture.objects.get().title == "Hafen"


def test_document_of_a_wrong_type_is_refused(filled: None) -> None:
    upload = SimpleUploadedFile("seite.html", b"<script>alert(1)</script>", content_type="text/html")
    data = {"title": "Seite", "file": upload, "collection": Collection.get_first_root_node().pk}
    assert signed_in(EDITOR).post(reverse("wagtaildocs:add"), data).status_code == 200
    assert not Paper.objects.exists()


@leaves_files_open
def test_document_is_downloaded_and_never_opened_within_the_site(client: Client, laid_out: None) -> None:
    paper = Paper.objects.create(title="Programm", file=ContentFile(b"%PDF-1.7 invented", name="programm.pdf"))
    response = client.get(paper.url)
    assert response.status_code == 200
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.close()
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@leaves_files_open
def test_only_renditions_are_served(client: Client, laid_out: None) -> None:
    picture = Picture.objects.create(title="Hafen", file=ContentFile(picture_bytes(), name="hafen.png"))
    shown = picture.get_rendition("width-20")
    response = client.get(shown.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]
    for path in (picture.file.name, "images/", f"images/../{picture.file.name}", "../site.sqlite3", "%2e%2e/site.sqlite3"):
        assert client.get(f"/media/{path}").status_code == 404, path


@leaves_files_open
def test_picture_in_prose_has_its_text_and_its_credit(client: Client, laid_out: None) -> None:
    content = ContentFile(picture_bytes(), name="hafen.png")
    picture = Picture.objects.create(title="Hafen", file=content, credit="Stadtarchiv <Ost>", licence="CC BY 4.0")
    embed = f'<embed alt="Der Hafen am Morgen" embedtype="image" format="fullwidth" id="{picture.pk}"/>'
    ProsePage.objects.filter(slug="impressum").update(body=f"<p>Vorher.</p>{embed}<p>Nachher.</p>")
    page = read(client, "/de/impressum/")
    [figure] = all_of(page, "figure")
    [image] = all_of(figure, "img")
    assert image.get("alt") == "Der Hafen am Morgen"
    assert text_of(figure) == "Stadtarchiv <Ost>, CC BY 4.0"
    served = client.get(str(image.get("src")))
    assert served.status_code == 200
    served.close()


@leaves_files_open
def test_rendition_whose_file_is_lost_is_not_found(client: Client, laid_out: None) -> None:
    picture = Picture.objects.create(title="Hafen", file=ContentFile(picture_bytes(), name="hafen.png"))
    shown = picture.get_rendition("width-20")
    shown.file.storage.delete(shown.file.name)
    assert client.get(shown.url).status_code == 404


def test_policy_is_strict_outside_the_cms(client: Client, filled: None) -> None:
    assert "Content-Security-Policy" in client.get("/de/impressum/").headers
    assert "Content-Security-Policy" in client.get("/nix/").headers
    assert "Content-Security-Policy" not in signed_in(ADMINISTRATOR).get("/cms/").headers
