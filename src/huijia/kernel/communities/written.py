"""Words that somebody wrote, before a verb keeps them."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.errors import Refusal
from huijia.lib import text


def written(words: str, name: str, limit: int = 200, *, required: bool = True) -> str:
    """`words` trimmed and without what cannot be shown; `name` is the field that the refusal stands beside.

    Raises:
        Refusal: nothing was written where something must be, or more than `limit` characters.
    """
    try:
        short = text.clean(words, limit)
    except ValueError as error:
        raise Refusal(str(error), field=name) from error
    if required and not short:
        raise Refusal(_("请填写内容"), field=name)
    return short
