"""Who may open what: every page of the console, by method, and the roles that are let in. All others are refused.

Nobody is asked to sign in; a member of another shop and one who has left find nothing. A page that is missing here
fails the test that reads this table.
"""

from __future__ import annotations

ALL = {"support", "warehouse", "finance", "owner"}
DESK = {"support", "owner"}
DOOR = {"support", "warehouse", "owner"}
MONEY = {"finance", "owner"}
OWNER = {"owner"}

TABLE: dict[tuple[str, str], set[str]] = {
    ("GET", "queue"): ALL,
    ("GET", "search"): ALL,
    ("GET", "case"): ALL,
    ("GET", "receipt"): ALL,
    ("GET", "keys"): ALL,
    ("GET", "photo"): ALL,
    ("GET", "photo_small"): ALL,
    ("GET", "receive"): DOOR,
    ("POST", "take_in"): DOOR,
    ("POST", "unannounced"): DOOR,
    ("POST", "settle"): DOOR,
    **{(method, "arriving"): DOOR for method in ("GET", "POST")},
    ("POST", "write"): DESK,
    ("POST", "add_photo"): DOOR,
    ("GET", "inspect"): {"warehouse", "owner"},
    ("POST", "inspect"): {"warehouse", "owner"},
    **{(method, name): DOOR for method in ("GET", "POST") for name in ("post", "made", "begun")},
    **{
        (method, name): DESK
        for method in ("GET", "POST")
        for name in (
            "answer", "overrule", "offer", "quote", "search_begun", "search_ended", "customs_held", "customs_ended",
            "lost_return", "wish", "changed_as_asked", "remedy", "remind", "small",
        )
    },
    **{(method, name): MONEY for method in ("GET", "POST") for name in ("postage", "postage_wrong")},
    ("GET", "approve"): MONEY,
    ("POST", "approve"): MONEY,
    ("GET", "approvals"): MONEY,
    ("GET", "holds"): DESK,
    ("GET", "outbox"): MONEY,
    ("POST", "try_again"): MONEY,
    ("POST", "paid"): MONEY,
    ("POST", "came_back"): MONEY,
    **{(method, "credit"): {"support", "finance", "owner"} for method in ("GET", "POST")},
    ("POST", "use_credit"): {"support", "finance", "owner"},
    ("POST", "give_back_credit"): {"support", "finance", "owner"},
    **{(method, "open"): DESK for method in ("GET", "POST")},
    **{(method, "clear_flag"): {"support", "finance", "owner"} for method in ("GET", "POST")},
    ("GET", "insights"): {"support", "finance", "owner"},
    ("GET", "mail"): DESK,
    ("GET", "one_mail"): DESK,
    ("POST", "one_mail"): DESK,
    ("POST", "put_away"): DESK,
    ("GET", "policy"): OWNER,
    ("GET", "try_number"): OWNER,
    ("GET", "policy_check"): OWNER,
    ("GET", "policy_file"): OWNER,
    ("POST", "policy_people"): OWNER,
    **{(method, "propose"): OWNER for method in ("GET", "POST")},
    ("GET", "proposal"): OWNER,
    ("POST", "publish"): OWNER,
    ("POST", "withdraw_version"): OWNER,
    ("GET", "members"): OWNER,
    ("POST", "members"): OWNER,
    ("POST", "change_member"): OWNER,
}  # fmt: skip
# Pages that belong to no shop: signing in, and choosing where to go.
WITHOUT_A_SHOP = {"choose", "try"}
