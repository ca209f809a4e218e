"""PostgreSQL as Django knows it, without a question at the beginning of every request.

A connection that is kept may have been ended meanwhile. Django asks the server for nothing to find out, which is one
more way there and back for every page. A server that ends a connection says so, or closes it: where nothing waits to be
read, the connection is as good as it was. Law: where something waits, Django asks as before.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of one thread, kept between requests."""

    health_check_enabled: bool
    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        """This function will close the connection where it has been ended, so that the next query opens another."""
        is_due = self.connection is not None and self.health_check_enabled and not self.health_check_done
        self.health_check_done = self.health_check_done or (is_due and self._is_quiet())
        super().close_if_health_check_failed()

    def _is_quiet(self) -> bool:
        if self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return not waiting.poll(0)
