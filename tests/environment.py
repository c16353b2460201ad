"""Loaded by pytest before the settings: the run's own var/, keys and heads, so that the live ones stay untouched."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

_PLACE = Path(tempfile.mkdtemp(prefix="huijia-tests-"))
_CLEARED = ("SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "HUIJIA_DEMO", "DEBUG", "NOTIFY_CHANNEL", "TRUSTED_PROXY")

for _name in _CLEARED:
    os.environ.pop(_name, None)
(_PLACE / "var").mkdir()
os.environ |= {
    "HUIJIA_TEST": "1",
    "SECRET_KEY": "for-tests-only-" + "0" * 40,
    "HUIJIA_VAR": str(_PLACE / "var"),
    "HUIJIA_KEY_FILE": str(_PLACE / "keys.json"),
    "LEDGER_HEADS_FILE": str(_PLACE / "heads.log"),
}
# Playwright keeps an event loop running in the test's thread; Django's guard against that is not meant for tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# How long one example takes says more about the machine's load than about the code.
settings.register_profile("huijia", deadline=None)
settings.load_profile("huijia")
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)
