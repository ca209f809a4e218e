"""The tables. Every key begins with the shop, and no id comes from a sequence, so that shops can live on many servers.

Amounts are whole minor units in BIGINT columns or inside documents, moments are timestamps with a zone, days are dates.
What is joined is held by composite foreign keys, which migrations add (docs/decisions/0008).
"""

from amends.records.models.attempts import Attempt
from amends.records.models.cases import Case, CaseItem, CaseWord, Promise
from amends.records.models.events import ChainHead, Decision, Event
from amends.records.models.help import HelpVisit
from amends.records.models.laws import PolicyLaw
from amends.records.models.messages import Contact, Link, MailIn, MailOut, Message, Photo
from amends.records.models.money import Credit, CreditUse, Due, PaymentCap, Payout, Posting
from amends.records.models.orders import ClaimedLine, Order, PaymentName
from amends.records.models.outside import Effect, Timer, Told
from amends.records.models.parcels import Arrival, Label, ParcelEvent, SharedParcel
from amends.records.models.proposals import PolicyProposal, PolicyStep
from amends.records.models.shops import Customer, PolicyText, PolicyVersion, Product, Shop
from amends.records.models.staff import Member

__all__ = (
    "Arrival",
    "Attempt",
    "Case",
    "CaseItem",
    "CaseWord",
    "ChainHead",
    "ClaimedLine",
    "Contact",
    "Credit",
    "CreditUse",
    "Customer",
    "Decision",
    "Due",
    "Effect",
    "Event",
    "HelpVisit",
    "Label",
    "Link",
    "MailIn",
    "MailOut",
    "Member",
    "Message",
    "Order",
    "ParcelEvent",
    "PaymentCap",
    "PaymentName",
    "Payout",
    "Photo",
    "PolicyLaw",
    "PolicyProposal",
    "PolicyStep",
    "PolicyText",
    "PolicyVersion",
    "Posting",
    "Product",
    "Promise",
    "SharedParcel",
    "Shop",
    "Timer",
    "Told",
)
