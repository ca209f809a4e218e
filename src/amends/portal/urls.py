"""Where the portal's pages live."""

from __future__ import annotations

from django.urls import path

from amends.portal.views import (
    cases,
    certificates,
    checks,
    claims,
    conversation,
    finding,
    guides,
    links,
    mails,
    orders,
    papers,
    policies,
    shops,
    sizes,
    withdrawing,
    writing,
)

app_name = "portal"
_TOGETHER = "<slug:shop_id>/orders/<slug:order>/together/"
_CASE = "<slug:shop_id>/cases/<slug:number>/"
_CLAIM = "<slug:shop_id>/orders/<slug:order>/pieces/<path:piece_id>/"
urlpatterns = [
    path("", shops.choose, name="choose"),
    path("robots.txt", shops.robots, name="robots"),
    path("<slug:shop_id>/", shops.start, name="start"),
    path("<slug:shop_id>/theme.css", shops.theme, name="theme"),
    path("<slug:shop_id>/logo.svg", shops.logo, name="logo"),
    path("<slug:shop_id>/pictures/<slug:product_id>.svg", shops.product_picture, name="picture"),
    path("<slug:shop_id>/help/", guides.all_guides, name="guides"),
    path("<slug:shop_id>/help/<slug:guide_id>/", guides.guide, name="guide"),
    path("<slug:shop_id>/help/pictures/<str:name>", shops.help_picture, name="help_picture"),
    path("<slug:shop_id>/size/", sizes.quiz, name="size"),
    path("<slug:shop_id>/size/chart", sizes.chart, name="size_chart"),
    path("<slug:shop_id>/size/ring-sizer-<slug:paper>.pdf", sizes.sheet, name="size_sheet"),
    path("<slug:shop_id>/policy", policies.policy, name="policy"),
    path("<slug:shop_id>/find", finding.find, name="find"),
    path("<slug:shop_id>/write", writing.write, name="write"),
    path("<slug:shop_id>/write/sent", writing.written, name="written"),
    path("<slug:shop_id>/gift", finding.gift, name="gift"),
    path("<slug:shop_id>/leave", finding.leave, name="leave"),
    path("<slug:shop_id>/orders/<slug:order>/", orders.order, name="order"),
    path("<slug:shop_id>/orders/<slug:order>/withdraw", withdrawing.withdrawal, name="withdrawal"),
    path(f"{_CLAIM}certificate", certificates.certificate, name="certificate"),
    path(f"{_CLAIM}reason", claims.reason, name="reason"),
    path(f"{_CLAIM}questions", claims.questions, name="questions"),
    path(f"{_CLAIM}remedy", claims.remedy, name="remedy"),
    path(f"{_CLAIM}variant", claims.variant, name="variant"),
    path(f"{_CLAIM}check", checks.check, name="check"),
    path(f"{_CLAIM}size", sizes.piece_quiz, name="piece_size"),
    path(f"{_TOGETHER}", checks.choose, name="together"),
    path(f"{_TOGETHER}<str:set_id>/check", checks.check_together, name="together_check"),
    path(f"{_TOGETHER}<str:set_id>/<int:place>/reason", claims.reason, name="together_reason"),
    path(f"{_TOGETHER}<str:set_id>/<int:place>/questions", claims.questions, name="together_questions"),
    path(f"{_TOGETHER}<str:set_id>/<int:place>/remedy", claims.remedy, name="together_remedy"),
    path(f"{_TOGETHER}<str:set_id>/<int:place>/variant", claims.variant, name="together_variant"),
    path(f"{_TOGETHER}<str:set_id>/<int:place>/leave-out", claims.leave_out, name="together_leave_out"),
    path("<slug:shop_id>/mails/", mails.mails, name="mails"),
    path("<slug:shop_id>/mails/<slug:name>", mails.mail, name="mail"),
    path("<slug:shop_id>/mails/<slug:name>/page", mails.mail_page, name="mail_page"),
    path("<slug:shop_id>/l/<str:secret>", links.link, name="link"),
    path("<slug:shop_id>/l/<str:secret>/again", links.link_again, name="link_again"),
    path(_CASE, cases.case, name="case"),
    path(f"{_CASE}messages", conversation.message, name="message"),
    path(f"{_CASE}photos", conversation.photos, name="photos"),
    path(f"{_CASE}photos/<str:photo_id>/<slug:size>", conversation.photo, name="photo"),
    path(f"{_CASE}labels/<str:label_id>", papers.label, name="label"),
    path(f"{_CASE}labels/<str:label_id>/new", papers.new_label, name="new_label"),
    path(f"{_CASE}slip", papers.slip, name="slip"),
    path(f"{_CASE}items/<slug:item_id>/task", cases.task, name="task"),
    path(f"{_CASE}items/<slug:item_id>/<slug:act_name>", cases.act, name="act"),
]
