import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backfit.settings")
application = get_wsgi_application()

from backfit.processes import require_shared_cache  # noqa: E402 - it reads the settings

require_shared_cache()
