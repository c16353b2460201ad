"""What several verbs ask first, and how they write it down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huijia.kernel.accounts import log, queries
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import User, normal_username
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.ledger.actors import Actor
from huijia.lib import crypto, numbers
from huijia.lib.text import clean


def govern(user: User, by: Access) -> None:
    by.require("accounts.manage")
    if by.kind != "system" and not queries.may_manage(by, user):
        raise Refusal(_("此人还在别处任职，请由上一级管理员办理。"), code="other_place")


def not_oneself(user: User, by: Access) -> None:
    """It takes a second person to give or take rights, and nobody locks oneself out."""
    if by.kind == "user" and by.user_id == user.pk:
        raise Refusal(_("不能改动自己的角色和状态，请由别人办理。"), code="oneself")


def fit_username(text: str) -> str:
    username = normal_username(text)
    if not 2 <= len(username) <= 60 or any(c.isspace() or not c.isprintable() for c in username):
        raise Refusal(_("用户名应为 2 到 60 个字符，不含空格。"), field="username", code="bad_username")
    return username


def fit_name(text: str) -> str:
    try:
        name = clean(text, 60)
    except ValueError as error:
        raise Refusal(str(error), field="name", code="long_name") from None
    if not name:
        raise Refusal(_("请填写姓名。"), field="name", code="no_name")
    return name


def fit_text(text: str, most: int, field: str = "") -> str:
    """Clean and on one line.

    Raises:
        Refusal: too long.
    """
    try:
        return " ".join(clean(text, most).split())
    except ValueError as error:
        raise Refusal(str(error), field=field or None, code="long") from None


def sealed_phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return crypto.seal(numbers.normal_phone(text))
    except ValueError:
        raise Refusal(_("手机号不对。"), field="phone", code="bad_phone") from None


def check_strength(password: str, user: User, field: str = "password") -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field=field, code="weak") from None


def record(kind: str, user: User, by: Actor, community_id: int | None, at: datetime | None, **data: Any) -> None:
    subject = (log.SUBJECT, user.pk)
    ledger.record(
        kind, subject=subject, by=by, community_id=community_id, at=at, data=data, personal={"name": user.name}
    )
