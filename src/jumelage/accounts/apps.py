"""The room ``accounts``."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Connects the receivers."""

    name = "jumelage.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jumelage.accounts import receivers  # noqa: F401 -- connecting is what ready is for
