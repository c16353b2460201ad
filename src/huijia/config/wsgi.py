"""The WSGI entry: `huijia.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huijia.config.settings")
application = get_wsgi_application()

# All views are loaded now instead of in the first request; and what lives as long as the process need not be looked
# through by each garbage collection, which would make some requests wait.
len(get_resolver().url_patterns)
gc.collect()
gc.freeze()
# A request makes some thousand objects, nearly all without cycles: seven collections for each of them were too many.
gc.set_threshold(10_000, 20, 20)
