"""What residents agree to here, and what ends when they withdraw it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.residents.actions.logins import close_login_of
from huijia.core.residents.actions.mandates import end_mandate
from huijia.kernel.communities.models import Community
from huijia.kernel.privacy.registry import Purpose, Subject, register_purpose

LOGIN, MANDATE = "login", "mandate"


def register() -> None:
    register_purpose(
        Purpose(
            LOGIN, _("居民登录"),
            _(
                "我同意社区为我保留一个登录：记下我的手机号(加密)、名册上是哪一位、登录的时间和网段，"
                "用来让我看自己反映的事、报名和社区里关于我的登记。不登录也能反映和办事。"
                "我可以随时撤回，撤回后登录关闭，在别处的登录同时结束。"
            ),
            withdrawn=_close,
        )
    )
    register_purpose(
        Purpose(
            MANDATE, _("委托家人代办"),
            _(
                "我同意上面写明的家人，用他自己的手机登录，在写明的范围和期限内代我办事；"
                "代办时记下我们两个人。我可以随时撤回，撤回后他立即不能再看、再办。"
            ),
            withdrawn=_end,
        )
    )


def _close(community: Community, subject: Subject, at: datetime) -> None:
    close_login_of(community, subject[1], at)


def _end(community: Community, subject: Subject, at: datetime) -> None:
    end_mandate(community, subject[1], at)
