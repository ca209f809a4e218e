"""Where the console's pages live: signing in and one's account, then each shop's pages under its name."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path, re_path

from amends.console.step_table import FORMS
from amends.console.views import (
    arriving,
    cases,
    checks,
    credit,
    enter,
    flags,
    insights,
    inspecting,
    keys,
    mail,
    members,
    money,
    opening,
    outbox,
    photos,
    policies,
    queue,
    receipts,
    receiving,
    shops,
    steps,
    trying,
)

# Of allauth's pages those that staff need; there is none to sign up or to change addresses.
_ACCOUNT = [
    path("sign-in/", enter.sign_in, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("join/", enter.join, name="account_signup"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("", mfa.index, name="mfa_index"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("code/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
_PAGES = (
    [
        path("", shops.choose, name="choose"),
        path("account/try/", enter.try_out, name="try"),
        path("<slug:shop_id>/", queue.queue, name="queue"),
        path("<slug:shop_id>/search", queue.search, name="search"),
        path("<slug:shop_id>/cases/<slug:number>/", cases.case, name="case"),
        path("<slug:shop_id>/receive", receiving.receive, name="receive"),
        path("<slug:shop_id>/receive/take-in", receiving.take_in, name="take_in"),
        path("<slug:shop_id>/receive/unannounced", receiving.unannounced, name="unannounced"),
        path("<slug:shop_id>/receive/<slug:arrival_id>/open", arriving.open_arrival, name="arriving"),
        path("<slug:shop_id>/receive/settle", receiving.settle, name="settle"),
        *(
            path(f"<slug:shop_id>/cases/<slug:number>/<slug:item_id>/{name}", steps.step(name), name=name)
            for name in FORMS
        ),
        path("<slug:shop_id>/photos/<slug:photo_id>.jpg", photos.photo, name="photo"),
        path("<slug:shop_id>/photos/<slug:photo_id>.small.jpg", photos.photo_small, name="photo_small"),
        path("<slug:shop_id>/cases/<slug:number>/photos", photos.add_photo, name="add_photo"),
        path("<slug:shop_id>/outbox", outbox.outbox, name="outbox"),
        path("<slug:shop_id>/outbox/try-again", outbox.try_again, name="try_again"),
        path("<slug:shop_id>/outbox/paid", outbox.paid, name="paid"),
        path("<slug:shop_id>/outbox/came-back", outbox.came_back, name="came_back"),
        path("<slug:shop_id>/credit", credit.credit, name="credit"),
        path("<slug:shop_id>/credit/use", credit.take, name="use_credit"),
        path("<slug:shop_id>/credit/give-back", credit.give_back, name="give_back_credit"),
        path("<slug:shop_id>/open", opening.open_for, name="open"),
        path("<slug:shop_id>/cases/<slug:number>/flag", flags.clear, name="clear_flag"),
        path("<slug:shop_id>/cases/<slug:number>/write", cases.write, name="write"),
        path("<slug:shop_id>/cases/<slug:number>/<slug:item_id>/inspect", inspecting.inspect, name="inspect"),
        path("<slug:shop_id>/cases/<slug:number>/<slug:item_id>/approve", money.approve, name="approve"),
        path("<slug:shop_id>/cases/<slug:number>/<slug:item_id>/receipt", receipts.receipt, name="receipt"),
        path("<slug:shop_id>/approvals", queue.approvals, name="approvals"),
        path("<slug:shop_id>/holds", queue.holds, name="holds"),
        path("<slug:shop_id>/insights", insights.insights, name="insights"),
        path("<slug:shop_id>/mail", mail.mail, name="mail"),
        path("<slug:shop_id>/mail/<str:mail_id>", mail.one_mail, name="one_mail"),
        path("<slug:shop_id>/mail/<str:mail_id>/put-away", mail.put_away, name="put_away"),
        path("<slug:shop_id>/policy", policies.policy, name="policy"),
        path("<slug:shop_id>/policy/check", checks.check, name="policy_check"),
        path("<slug:shop_id>/policy/try", trying.try_a_number, name="try_number"),
        path("<slug:shop_id>/policy/file", policies.policy_file, name="policy_file"),
        path("<slug:shop_id>/policy/people", policies.people, name="policy_people"),
        path("<slug:shop_id>/policy/propose", policies.propose, name="propose"),
        path("<slug:shop_id>/policy/proposals/<slug:proposal_id>", policies.proposal, name="proposal"),
        path("<slug:shop_id>/policy/proposals/<slug:proposal_id>/publish", policies.publish, name="publish"),
        path(
            "<slug:shop_id>/policy/proposals/<slug:proposal_id>/withdraw",
            policies.withdraw_version,
            name="withdraw_version",
        ),
        path("<slug:shop_id>/keys", keys.keys, name="keys"),
        path("<slug:shop_id>/members", members.members, name="members"),
        path("<slug:shop_id>/members/change", members.change, name="change_member"),
    ],
    "console",
)
urlpatterns = [
    path("account/", include(_ACCOUNT)),
    path("", include(_PAGES)),
]
