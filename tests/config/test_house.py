"""What the house's template tags say; templates are built by hand here, so that no page is needed."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from huijia.config.templatetags import house
from huijia.lib import clock

NOON = datetime(2026, 4, 6, 12, 0, tzinfo=clock.ZONE)


class Report(forms.Form):
    title = forms.CharField(label="标题")
    kind = forms.ChoiceField(label="来源", choices=[("hotline", "热线")], widget=forms.RadioSelect)
    public = forms.BooleanField(label="公开", required=False)


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON), translation.override("zh-hans"):
        yield


def at(day, hour=15, month=4, year=2026):
    return datetime(year, month, day, hour, 0, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(6), "今天 15:00"),
        (at(7), "明天 15:00"),
        (at(5), "昨天 15:00"),
        (at(4), "前天 15:00"),
        (at(10), "4月10日 15:00"),
        (at(6, year=2025), "2025年4月6日"),
        (date(2026, 4, 5), "昨天"),
        (date(2024, 12, 31), "2024年12月31日"),
    ],
)
def test_time_is_said_as_people_say_it(moment, words):
    assert house.said(moment) == words


def test_yesterday_keeps_its_hour_across_new_year():
    with clock.frozen(datetime(2026, 1, 1, 9, 0, tzinfo=clock.ZONE)):
        assert house.said(at(31, month=12, year=2025)) == "昨天 15:00"


def test_day_is_the_offices_day_not_utc():
    with clock.frozen(datetime(2026, 4, 6, 0, 30, tzinfo=clock.ZONE)):
        assert house.said(datetime(2026, 4, 5, 16, 10, tzinfo=UTC)) == "今天 00:10"


def test_exact_time_stands_in_the_title():
    assert 'title="2026年4月6日 15:00">今天 15:00 前</time>' in house.say_time(at(6), before=True)


def test_text_passes_through_escaped_and_nothing_is_a_dash():
    assert house.say_time("上周<b>") == "上周<b>"
    assert house.say_time("上周<b>", title="4月1日") == '<time title="4月1日">上周&lt;b&gt;</time>'
    assert house.say_time(None) == "—"


def test_own_drawings_come_from_the_small_sprite():
    assert "img/house.svg" in house.icon("phone")
    assert "vendor/icons.svg" in house.icon("printer")
    assert 'aria-label="打印"' in house.icon("printer", "打印")


def test_every_own_icon_is_in_the_sprite():
    from django.contrib.staticfiles import finders

    with open(finders.find("img/house.svg"), encoding="utf-8") as sprite:
        drawn = sprite.read()
    assert [name for name in sorted(house.OWN) if f'id="{name}"' not in drawn] == []


def test_address_keeps_its_other_parameters():
    request = RequestFactory().get("/", {"grid": "3", "after": "a", "q": "路灯"})
    query = house.keep_query(Context({"request": request}), before="b", after=None)
    assert query == "?grid=3&q=%E8%B7%AF%E7%81%AF&before=b"
    assert house.keep_query(Context({}), before="b") == "?before=b"


def test_field_ties_help_and_error_to_its_control():
    page = Template('{% include "components/field.html" with field=form.title help="一句话" draft="report" %}')
    html = page.render(Context({"form": Report({})}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html and 'id="id_title_error"' in html
    assert 'data-draft="report"' in html and "is-invalid" in html


def test_kinds_of_controls():
    form = Report()
    assert [house.control_kind(form[name]) for name in ("title", "kind", "public")] == ["text", "choices", "tick"]


def test_error_summary_leads_to_the_fields():
    html = Template('{% include "components/errors.html" %}').render(Context({"form": Report({})}))
    assert 'href="#field-title"' in html and 'href="#field-kind"' in html and 'role="alert"' in html


@pytest.mark.parametrize(
    ("lamp", "shape", "word"), [("red", "■", "超期"), ("yellow", "▲", "将到期"), ("green", "●", "正常")]
)
def test_a_lamp_is_colour_shape_and_word(lamp, shape, word):
    html = Template('{% include "components/lamp.html" %}').render(Context({"lamp": lamp}))
    assert f"lamp-{lamp}" in html and shape in html and word in html


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_error_pages_stand_without_a_request(name):
    from django.template.loader import get_template

    html = get_template(f"{name}.html").render()
    assert "119" in html and "style=" not in html
