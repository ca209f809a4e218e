"""How a provider may fail to do what it was asked: three answers, because the caller has three things to do.

`Declined`: it will not be done, ever; tell a person. `NotNow`: it was surely not done; ask again later.
`Unclear`: it may have been done; look it up before asking again. When in doubt an adapter says `Unclear`.
"""

from __future__ import annotations

from amends.core.errors import AmendsError


class Declined(AmendsError):
    """The provider understood and refuses; what it said is in `what`, and asking again changes nothing."""

    code = "declined"


class Unclear(AmendsError):
    """Nobody can say whether it was done: the answer was lost or makes no sense. Look it up before asking again."""

    code = "unclear"


class NotNow(AmendsError):
    """It was not done, and may be later: the provider is down, busy, or cannot be reached."""

    code = "not_now"
