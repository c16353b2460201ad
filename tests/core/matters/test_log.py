"""What the ledger says of matters, in sentences."""

from datetime import UTC, datetime

import pytest

from huijia.kernel.ledger import kinds
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("ask_extension", {"due": "2026-12-10 17:30"}, "申请延期到 12月10日 17:30"),
        (
            "extension_granted", {"due": "2027-01-05 17:30", "was": "2026-12-30 17:30"},
            "同意延期到 2027年1月5日 17:30(原 12月30日 17:30)",
        ),
        ("reassign", {"was": "钱委员", "to": "孙委员"}, "从 钱委员 转派给 孙委员"),
        ("imported", {"source": "import"}, "导入"),
        ("imported_history", {"source": "import"}, "导入历史记录"),
    ],
)
def test_sentences(kind: str, data: dict[str, str], sentence: str) -> None:
    with clock.frozen(datetime(2026, 11, 23, 3, 0, tzinfo=UTC)):
        assert kinds.say(Entry(kind=f"matters.{kind}", data=data, personal={})) == sentence
