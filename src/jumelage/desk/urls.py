"""Addresses of the desk. A kind is the English noun of the records it shows; which there are, ``screens`` says."""

from django.urls import URLPattern, URLResolver, path, register_converter

from jumelage.desk.evidence import views as evidence
from jumelage.desk.home import views as home
from jumelage.desk.records.views import change, lists, notes, record, suggest
from jumelage.desk.screens import SCREENS
from jumelage.desk.versions import views as versions
from jumelage.desk.workspace import views as workspace


class KindConverter:
    """Matches the kinds that have a screen."""

    regex = "|".join(SCREENS)

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return value

    def to_url(self, value: str) -> str:
        """Return the kind."""
        return value


class PublicIdConverter(KindConverter):
    """Matches a public id: digits and letters without those that are mistaken for another."""

    regex = "[2-9a-z]{8,12}"


register_converter(KindConverter, "desk_kind")
register_converter(PublicIdConverter, "public_id")

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show_home, name="home"),
    path("me/", home.show_me, name="me"),
    path("lists/", home.show_lists, name="lists"),
    path("edition/<public_id:public_id>/work/<slug:part>/", workspace.work_on, name="work"),
    path("edition/<public_id:public_id>/suggest/<slug:what>/", workspace.suggest, name="work_suggest"),
    path("edition/<public_id:public_id>/known-person/", workspace.known_person, name="work_known"),
    path("<desk_kind:kind>.csv", lists.export_records, name="csv"),
    path("<desk_kind:kind>/", lists.list_records, name="list"),
    path("<desk_kind:kind>/new/", change.add_record, name="add"),
    path("<desk_kind:kind>/suggest/", suggest.suggest_records, name="suggest"),
    path("<desk_kind:kind>/<public_id:public_id>/", record.show_record, name="record"),
    path("<desk_kind:kind>/<public_id:public_id>/change/", change.change_record, name="change"),
    path("<desk_kind:kind>/<public_id:public_id>/delete/", record.delete_record, name="delete"),
    path("<desk_kind:kind>/<public_id:public_id>/history/", versions.show_history, name="history"),
    path("<desk_kind:kind>/<public_id:public_id>/notes/new/", notes.add_note_to, name="add_note"),
    path("<desk_kind:kind>/<public_id:public_id>/evidence/new/", evidence.cite_source, name="cite"),
    path("<desk_kind:kind>/<public_id:public_id>/evidence/<int:number>/withdraw/", evidence.withdraw, name="uncite"),
    path("<desk_kind:kind>/<public_id:public_id>/<slug:verb>/", record.do_verb, name="verb"),
]
