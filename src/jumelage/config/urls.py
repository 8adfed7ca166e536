"""Addresses of the site: who answers where.

The website stands under a language, the desk and the CMS without one (they answer in the user's). Sign-in is
allauth's; of its pages only those that a closed installation needs are routed, and Wagtail's own password page
is shut, because it would let people in past allauth's throttling; so is the one that it adds to the website.
"""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from jumelage.website import views as website

_to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

account_patterns: list[URLPattern | URLResolver] = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/new/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("shut/", website.closed, name="account_signup"),
    path("password/none/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path("inactive/", account.account_inactive, name="account_inactive"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include(account_patterns)),
    path("language/", set_language, name="set_language"),
    path("desk/", include("jumelage.desk.urls")),
    path("cms/login/", _to_sign_in),
    path("cms/password_reset/", _to_sign_in),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", website.rendition, name="rendition"),
    *i18n_patterns(
        path("", include("jumelage.website.urls")),
        path("_util/login/", _to_sign_in),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

handler400 = "jumelage.website.views.bad_request"
handler403 = "jumelage.website.views.forbidden"
handler404 = "jumelage.website.views.not_found"
handler500 = "jumelage.website.views.failed"
