"""Compile the translations while the wheel is built, so that it contains the ``.mo`` files that are in no commit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
import messages  # noqa: E402 -- it stands beside this file, which no package contains


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]
    """Write each ``.mo`` file beside its source before the files of the wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile below the folder that is being built; *version* and *build_data* stay as they are."""
        messages.compile_all(Path(self.root) / "src" / "jumelage")
