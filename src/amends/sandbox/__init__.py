"""A practice payment provider: a strict stand-in for Stripe over HTTP, for tests, the demo and trying things out.

It knows what our adapter asks for, and answers as Stripe does, refusals included. Its state lies in one SQLite file and
survives `kill -9`. What can go wrong is asked for at its control address; `docs/payments.md` lists it.
"""

from amends.sandbox.seeding import Charge, charges_of, seed

__all__ = ["Charge", "charges_of", "seed"]
