"""The settings of a worker in another process: the real ones, with handlers that the test can see, and its clock."""

from __future__ import annotations

import os

from amends.config.settings import *  # noqa: F403 - that is what it means to be the real ones

AMENDS_EFFECTS = "tests.jobs.slow.HANDLERS"
FIXED_NOW = int(os.environ["AMENDS_TEST_NOW"])
