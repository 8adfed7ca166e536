"""Writing sources, and what they are cited for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.models import Record
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships.actions import strike_unused
from jumelage.partnerships.models import Partnership, Side
from jumelage.sources import rules
from jumelage.sources.models import Certainty, Evidence, Source


@transaction.atomic
def add_source(*, by: Actor, partnership: Partnership, owner_side: Side | None = None, **values: Any) -> Source:
    """Enter a source that a partnership's sides share, or that belongs to one of them."""
    _require_writing(by, partnership, owner_side)
    return journal.enter(Source(partnership=partnership, owner_side=owner_side, **values), by=by)


@transaction.atomic
def change_source(*, by: Actor, source: Source, version: int, **values: Any) -> Source:
    """Change a source; it stays with its partnership."""
    require(rules.may_change_source(by, source), _("Only coordinators of the side that this source belongs to may change it."))
    if values.get("partnership", source.partnership) != source.partnership:
        raise Refusal(_("A source stays with its partnership. Enter it again for another."), field="partnership")
    if "owner_side" in values:
        _require_writing(by, source.partnership, values["owner_side"])
    return journal.amend(source, by=by, version=version, values=values)


@transaction.atomic
def delete_source(*, by: Actor, source: Source) -> None:
    """Delete a source that no evidence rests on."""
    require(rules.may_change_source(by, source), _("Only coordinators of the side that this source belongs to may delete it."))
    forget_evidence(by=by, record=source)
    strike_unused(source, by=by, was_public=rules.is_public(source) and source.partnership.published)


@transaction.atomic
def cite(
    *,
    by: Actor,
    record: Record,
    source: Source,
    field: str = "",
    quote: str = "",
    place: str = "",
    stated_value: str = "",
    certainty: str = Certainty.STATED,
    preferred: bool = False,
) -> Evidence:
    """Say what a source has about a record or one of its fields; a new preferred one takes the preference from the older.

    The journal of the record names the field and the source, never the words: who sees the record need not see them.
    """
    require(rules.may_change_source(by, source), _("Only coordinators of the side that this source belongs to may cite from it."))
    rules.check_cited_field(field, {found.name for found in record._meta.get_fields()})
    made = Evidence(
        record_type=record._meta.label_lower, record_id=record.public_id, field=field, source=source, quote=quote.strip(),
        place=place.strip(), stated_value=stated_value.strip(), certainty=certainty, preferred=preferred, asserted_by=by.id,
        at=timezone.now(),
    )  # fmt: skip
    if preferred:
        Evidence.objects.filter(record_id=record.public_id, field=field, preferred=True).update(preferred=False)
    _save(made)
    journal.append(by=by, verb="cite", record=record, after={"evidence": _named(made)})
    return made


@transaction.atomic
def cite_new(*, by: Actor, record: Record, partnership: Partnership, owner_side: Side | None, **values: Any) -> Evidence:
    """Enter a source and say in the same act that a record rests on it as a whole."""
    return cite(by=by, record=record, source=add_source(by=by, partnership=partnership, owner_side=owner_side, **values))


@transaction.atomic
def withdraw_evidence(*, by: Actor, record: Record, evidence: Evidence) -> None:
    """Take back what a source was cited for; the record itself stays as it is."""
    sentence = _("Only coordinators of the side that this source belongs to may withdraw what it was cited for.")
    require(rules.may_change_source(by, evidence.source), sentence)
    if evidence.record_id != record.public_id:
        raise Refusal(_("This evidence is about another record. Open it again from that record."))
    journal.append(by=by, verb="uncite", record=record, before={"evidence": _named(evidence)})
    evidence.delete()


@transaction.atomic
def forget_evidence(*, by: Actor, record: Record) -> int:
    """Delete the evidence about a record that is about to go, and return how much there was.

    The caller has checked the right to delete the record; its own row in the journal tells of it.
    """
    del by
    deleted, _per_model = Evidence.objects.filter(record_id=record.public_id).delete()
    return deleted


def _named(evidence: Evidence) -> dict[str, str]:
    return {"field": evidence.field, "source": evidence.source.public_id}


def _save(evidence: Evidence) -> None:
    try:
        evidence.full_clean()
        with transaction.atomic():
            evidence.save(force_insert=True)
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refusal(sentences[0], field=None if field == "__all__" else field) from error
    except IntegrityError as error:
        sentence = _("Another source was preferred for this field in the same moment. Look at it, then try again.")
        raise Refusal(sentence, field="preferred") from error


def _require_writing(by: Actor, partnership: Partnership, owner_side: Side | None) -> None:
    if owner_side is not None and owner_side.partnership_id != partnership.pk:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field="owner_side")
    allowed = rules.may_add_source(by, partnership=partnership.pk, owner_side=owner_side.pk if owner_side else None)
    require(
        allowed, _("You may only write for a side that you coordinate; for both sides only where sharing with yours is open.")
    )
