"""Papers as people write them, one to a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.serve.errands import papers
from huijia.serve.errands.enums import PaperKind
from huijia.serve.errands.papers import Line

names = st.text("身份证户口簿照片发票老年优待", min_size=1, max_size=12)


@pytest.mark.parametrize(("text", "lines"), [
    ("身份证 原件", [Line("身份证", PaperKind.ORIGINAL, 1)]),
    ("户口簿复印件", [Line("户口簿", PaperKind.COPY, 1)]),
    ("一寸照片 2 张", [Line("一寸照片", PaperKind.ORIGINAL, 2)]),
    ("发票×3\n\n  银行卡复印件 2份；", [Line("发票", PaperKind.ORIGINAL, 3), Line("银行卡", PaperKind.COPY, 2)]),
    ("2", [Line("2", PaperKind.ORIGINAL, 1)]),
    (" 原件 ", []),
    ("", []),
])
def test_lines(text: str, lines: list[Line]) -> None:
    assert papers.read(text) == lines


def test_too_many_or_too_long() -> None:
    with pytest.raises(ValueError, match="more than 20"):
        papers.read("\n".join(["身份证"] * 21))
    with pytest.raises(ValueError, match="longer than 60"):
        papers.read("证" * 61)


@given(st.lists(st.builds(Line, names, st.sampled_from(PaperKind), st.integers(1, 99)), max_size=20))
def test_what_is_written_is_read_again(lines: list[Line]) -> None:
    assert papers.read(papers.write(lines)) == lines
