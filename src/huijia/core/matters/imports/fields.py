"""What the columns of a list of messages are called in other systems, and what we take them for."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Category
from huijia.kernel.imports.importers import Field

FIELDS: tuple[Field, ...] = (
    Field("number", _("编号"), ("留言编号", "工单编号", "工单号", "诉求编号", "受理编号", "事项编号", "编号", "单号")),
    Field("reporter", _("反映人"), ("留言用户", "反映人", "诉求人", "来电人", "联系人", "姓名", "称呼")),
    Field("phone", _("联系电话"), ("联系电话", "来电号码", "手机号码", "手机号", "手机", "电话")),
    Field("title", _("标题"), ("留言主题", "诉求标题", "事项标题", "工单标题", "标题", "主题")),
    Field(
        "received", _("收到时间"),
        ("留言时间", "受理时间", "来电时间", "诉求时间", "登记时间", "收到时间", "提交时间", "时间", "日期"),
        required=True,
    ),
    Field(
        "text", _("内容"), ("留言详情", "留言内容", "诉求内容", "反映内容", "事项内容", "问题描述", "详情", "内容"),
        required=True,
    ),
    Field("place", _("地点"), ("事发地点", "诉求地址", "发生地点", "地点", "地址", "住址")),
    Field("category", _("类别"), ("一级分类", "诉求类别", "事项类别", "问题类别", "类别", "分类")),
    Field("answer", _("答复"), ("答复意见", "答复内容", "办理结果", "处理结果", "回复内容", "回复", "答复")),
    Field("answered", _("答复时间"), ("答复时间", "办结时间", "回复时间", "办理时间")),
)
# 一级分类 of the city's own taxonomy → the root of ours that is nearest; shown on the page and changed there.
NEAREST_ROOT: Mapping[str, str] = {
    "城乡建设": "公共设施", "环境保护": "环境卫生", "交通运输": "公共设施", "劳动和社会保障": "民生诉求",
    "教育文体": "民生诉求", "卫生计生": "民生诉求", "商贸旅游": "民生诉求", "农村农业": "民生诉求",
    "民政": "特殊人群关爱",
    "政法": "治安", "安全生产": "安全隐患", "国土资源": "民生诉求", "党务政务": "政策咨询", "经济管理": "政策咨询",
    "科技与信息产业": "政策咨询",
}


def guess_category(label: str, categories: Iterable[Category]) -> int | None:
    """The category of this name, else the root nearest to it, else none."""
    by_name = {category.name: category.pk for category in reversed(list(categories))}
    return by_name.get(label) or by_name.get(NEAREST_ROOT.get(label, ""))
