"""Addresses of the website, below its language."""

from django.urls import URLPattern, URLResolver, re_path

from jumelage.website import views

app_name = "website"

#: ``{id}-{slug}``: the id has no hyphen, the slug may be anything or missing.
_TAIL = r"(?P<public_id>[0-9a-z]{1,12})(?:-(?P<slug>[^/]*))?/$"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^$", views.home, name="home"),
    re_path(rf"^partnership/{_TAIL}", views.partnership, name="partnership"),
    re_path(rf"^agreement/{_TAIL}", views.agreement, name="agreement"),
    re_path(rf"^series/{_TAIL}", views.series, name="series"),
    re_path(rf"^edition/{_TAIL}", views.edition, name="edition"),
    re_path(rf"^institution/{_TAIL}", views.institution, name="institution"),
    re_path(rf"^person/{_TAIL}", views.person, name="person"),
    re_path(rf"^topic/{_TAIL}", views.topic, name="topic"),
    re_path(r"^search/$", views.search, name="search"),
]
