"""What a web server of one's own runs: `gunicorn amends.config.wsgi`."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from amends.config.boot import start_django

start_django()
application = get_wsgi_application()
