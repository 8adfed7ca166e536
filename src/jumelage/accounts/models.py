"""Users: who may sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from jumelage.journal.models import Record
from jumelage.languages import OWN_NAME, SITE


class UserManager(BaseUserManager["User"]):
    """Finds users by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(Record, AbstractBaseUser, PermissionsMixin):
    """Somebody who may sign in, by e-mail address. What a user may do follows from grants, not from this row."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Another user has this e-mail address; take another, or change that user.")},
    )
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language of the desk"), max_length=5, choices=[(code, OWN_NAME[code]) for code in SITE], default=SITE[0]
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_administrator = models.BooleanField(
        _("administrator"), default=False, help_text=_("May do everything in this installation, users and grants included.")
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name", "email")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("Another user has this e-mail address; take another, or change that user."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, as Wagtail asks for it."""
        return self.name

    def get_short_name(self) -> str:
        """The name, as Wagtail asks for it."""
        return self.name

    first_name = last_name = property(lambda self: "")  # asked for by third-party templates; we keep one name

    @property
    def is_staff(self) -> Any:
        """Django's admin is not installed; Wagtail asks for a permission instead."""
        return self.is_superuser
