"""Relations between tables point down, as imports do; import-linter does not see a ``ForeignKey("room.Model")``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.test.utils import isolate_apps

from tests.house import floors


def room_of(model: type[models.Model]) -> str | None:
    """Return the room of a model of ours, or ``None`` for another package's."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "jumelage" else None


def faults(model: type[models.Model], heights: dict[str, int]) -> Iterator[str]:
    """Find relations of *model* that point up, sideways, anywhere, or that are named on a lower room's record."""
    room = room_of(model)
    if room is None:
        return
    for field in model._meta.get_fields(include_hidden=True):
        if isinstance(field, GenericForeignKey):
            yield f"{model._meta.label}.{field.name} may point anywhere; name the record by type and public id."
        if not field.is_relation or field.auto_created or not isinstance(field, models.ForeignKey | models.ManyToManyField):
            continue
        target = room_of(field.related_model) if isinstance(field.related_model, type) else None
        if target is None or target == room:
            continue
        if heights[target] >= heights[room]:
            yield f"{model._meta.label}.{field.name} points from {room} up to {target}."
        if not field.remote_field.hidden and field.model is model and not inherited(model, field.name):
            yield f"{model._meta.label}.{field.name} shows itself in the room below; give it related_name=“+”."


def inherited(model: type[models.Model], name: str) -> bool:
    """Say whether another package's abstract model declares the field *name* (Wagtail's pictures know who uploaded them)."""
    foreign = [base for base in model.__mro__ if hasattr(base, "_meta") and room_of(base) is None]
    return any(name in {field.name for field in base._meta.local_fields} for base in foreign)


def test_no_relation_points_up_or_shows_itself_below():
    assert [fault for model in apps.get_models(include_auto_created=True) for fault in faults(model, floors.height())] == []


def test_every_model_of_ours_is_seen():
    seen = {room_of(model) for model in apps.get_models()} - {None}
    assert {"journal", "accounts", "partnerships", "media", "people", "seminars", "website"} <= seen


@pytest.mark.parametrize(
    ("module", "target", "name", "words"),
    [
        ("people", "seminars.Edition", "+", "up"),
        ("people", "media.Picture", "pictures", "shows itself"),
        ("media", "media.Picture", "others", None),
        ("journal", "accounts.User", "+", "up"),
        ("seminars", "partnerships.City", "seminars", "shows itself"),
        ("seminars", "partnerships.City", "+", None),
    ],
)
def test_a_planted_relation_is_found(module: str, target: str, name: str, words: str | None):
    with isolate_apps("jumelage.config"):
        relation = models.ForeignKey(apps.get_model(target), on_delete=models.CASCADE, related_name=name)
        inner = type("Meta", (), {"app_label": "config"})
        planted = type("Planted", (models.Model,), {"__module__": f"jumelage.{module}.models", "near": relation, "Meta": inner})
        found = list(faults(planted, floors.height()))
    assert bool(found) == bool(words)
    assert all(words in fault for fault in found if words)
