"""Who does which kind of effect. Each is one call of a use case, with the ports that the shop has.

A kind that is missing here waits in the outbox until it has somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from amends.usecases.do_effect import Handler

HANDLERS: Mapping[str, Handler] = MappingProxyType({})
