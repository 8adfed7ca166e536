"""Settings of the tests: the profile ``test`` with a folder of its own for every process, and nothing else from outside.

Only ``JUMELAGE_DATABASE`` is taken over: it names the server on which the tests run again. Whatever else the
environment says about a site on this machine stays out of the tests.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("JUMELAGE_") and name != "JUMELAGE_DATABASE"]:
    del os.environ[_name]
_folder = tempfile.mkdtemp(prefix="jumelage-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ |= {"JUMELAGE_PROFILE": "test", "JUMELAGE_DATA": _folder}

from jumelage.config.settings import *  # noqa: E402, F403 -- the site's own settings, read under the values above
from jumelage.config.settings import DATABASES  # noqa: E402

if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # Nothing of a test's SQLite file outlives the run, so nothing need reach the disk, savepoints least of all.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;PRAGMA temp_store=MEMORY;"
