"""What a web server of one's own runs: `gunicorn amends.config.wsgi`."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application
from django.db import connections

from amends.config.boot import start_django
from amends.config.charsets import read_as_utf_8
from amends.records.wall import go_behind

start_django()
go_behind()
connections.close_all()  # a server may fork, and no two processes may share a connection
application = read_as_utf_8(get_wsgi_application())
