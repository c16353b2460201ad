"""Console, e-mail and webhook."""

import hashlib
import hmac
import json
import sys
import time
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage

from huijia.kernel.notify.channels import Message, Undeliverable

TIMEOUT = 5.0
"""Seconds the webhook's receiver may take."""


def console(message: Message) -> None:
    """One line; who and what only with DEBUG."""
    line = f"notice {message.key} {message.template} → {message.to.kind}"
    if settings.DEBUG:
        line += f" {message.to.value}: {message.subject} | {message.text}"
    print(line, file=sys.stdout, flush=True)


def email(message: Message) -> None:
    """Through Django's mail settings; the key travels as Message-ID, so that a repeated mail can be told."""
    headers = {"Message-ID": f"<{message.key}@huijia>", "Idempotency-Key": message.key}
    EmailMessage(message.subject, message.text, None, [message.to.value], headers=headers).send()


class _NoRedirects(HTTPRedirectHandler):
    """A redirected POST would arrive as an empty GET and look like success."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = build_opener(_NoRedirects)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the receiver checks: hex HMAC-SHA-256 over "<timestamp>.<body>"."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def webhook(message: Message) -> None:
    """POSTs {id, template, to: {kind, value}, subject, text} as JSON to NOTIFY_WEBHOOK_URL.

    Raises:
        Undeliverable: the address is no http(s) address, or the receiver answers 400, 404, 410, 413 or 422.
        OSError: anything else; it is tried again.
    """
    url = settings.NOTIFY_WEBHOOK_URL
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Undeliverable("NOTIFY_WEBHOOK_URL is not set")
    body = json.dumps(
        {
            "id": message.key, "template": message.template, "subject": message.subject, "text": message.text,
            "to": {"kind": message.to.kind, "value": message.to.value},
        },
        ensure_ascii=False,
    ).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.key,
        "X-Huijia-Timestamp": timestamp, "User-Agent": "huijia",
    }
    if settings.NOTIFY_WEBHOOK_SECRET:
        headers["X-Huijia-Signature"] = signature(settings.NOTIFY_WEBHOOK_SECRET, timestamp, body)
    try:
        with _OPENER.open(Request(url, data=body, headers=headers, method="POST"), timeout=TIMEOUT):
            return
    except HTTPError as error:
        with error:
            if error.code in {400, 404, 410, 413, 422}:
                raise Undeliverable(f"HTTP {error.code}") from None
            raise OSError(f"HTTP {error.code}") from None
