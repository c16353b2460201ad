"""The columns of the residents' roster (the project's rules of the field), and what offices call them elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import KeyGroup, Politics, RegisterStatus, Sex
from huijia.kernel.imports.importers import Field


def _labels(choices: Any) -> tuple[str, ...]:
    return tuple(str(label) for label in choices.labels)


def _hidden(key: str, label: Any, *names: str) -> Field:
    return Field(key, label, names, in_template=False)


# In the order in which the roster is printed, exported and laid out in the empty form.
COLUMNS: tuple[Field, ...] = (
    Field("serial", _("序号"), ("序号", "编号", "NO"), example="示例", width=6),
    Field("grid", _("网格"), ("网格", "所属网格", "网格名称", "所在网格"), example="第一网格"),
    Field(
        "place", _("小区/村组"),
        ("小区/村组", "小区村组", "小区", "小区名称", "村组", "居民小组", "所属小区", "所属小组", "组别", "村民小组"),
        example="回龙苑",
    ),
    Field(
        "flat", _("楼栋-单元-室"),
        ("楼栋-单元-室", "楼栋单元室", "楼栋-单元-门牌", "楼栋门牌", "门牌号", "门牌", "房号", "房屋地址", "楼栋", "楼号"),
        example="3-1-201", width=14,
    ),
    Field("head", _("户主"), ("户主", "户主姓名", "户主名称"), example="张示例"),
    Field(
        "relation", _("与户主关系"), ("与户主关系", "与户主的关系", "户主关系", "家庭关系", "关系"), example="户主",
        choices=("户主", "配偶", "子", "女", "父亲", "母亲", "孙子", "孙女", "儿媳", "女婿", "其他"),
    ),
    Field(
        "name", _("姓名"), ("姓名", "居民姓名", "人员姓名", "成员姓名", "家庭成员", "名字"), required=True, example="张示例"
    ),
    Field("sex", _("性别"), ("性别",), example="男", choices=("男", "女"), width=6),
    Field("born_on", _("出生日期"), ("出生日期", "出生年月", "出生年月日", "出生", "生日"), example="1958-03-04"),
    Field(
        "id_number", _("身份证号"),
        ("身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "身份证", "证件号码", "证件号"),
        example="无", width=20,
    ),
    Field("ethnicity", _("民族"), ("民族",), example="汉族", width=8),
    Field("education", _("文化程度"), ("文化程度", "学历", "受教育程度"), example="高中"),
    Field("politics", _("政治面貌"), ("政治面貌",), example="群众", choices=("中共党员", "中共预备党员", "共青团员", "民主党派", "群众")),
    Field("registered_address", _("户籍地址"), ("户籍地址", "户籍所在地", "户口所在地", "户籍地"), width=28),
    Field("address", _("现住址"), ("现住址", "现居住地址", "现居住地", "居住地址", "住址", "家庭住址", "详细地址", "地址"), width=28),
    Field(
        "register_status", _("人户状态"), ("人户状态", "人户情况", "居住状态", "人员类别", "人口类别"), example="人户一致",
        choices=("人户一致", "空挂", "流入", "流出"),
    ),
    Field("phone", _("联系电话"), ("联系电话", "联系方式", "手机号码", "手机号", "手机", "电话号码", "电话"), width=14),
    Field("employment", _("就业"), ("就业", "就业情况", "就业状况", "工作单位", "职业"), width=16),
    Field("key_groups", _("重点类别"), ("重点类别", "重点人群", "人群类别", "特殊人群", "重点人员类别"), example="独居、高龄", width=14),
    Field("note", _("备注"), ("备注", "说明"), width=24),
    Field("updated_on", _("更新日期"), ("更新日期", "更新时间", "登记日期", "填报日期"), width=12),
)
EXTRA: tuple[Field, ...] = (
    _hidden("grid_code", _("网格编码"), "网格编码", "网格编号", "网格代码"),
    _hidden("number", _("户号"), "户号", "户编号", "家庭编号", "户口簿编号"),
    _hidden("id_kind", _("证件类型"), "证件类型", "证件种类", "证件名称"),
)
FIELDS = COLUMNS + EXTRA

SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "1": Sex.MALE, "2": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE,
         "M": Sex.MALE, "F": Sex.FEMALE}
POLITICS = {
    "中共党员": Politics.MEMBER, "党员": Politics.MEMBER, "中国共产党党员": Politics.MEMBER,
    "中共预备党员": Politics.PROBATIONARY, "预备党员": Politics.PROBATIONARY,
    "共青团员": Politics.LEAGUE, "团员": Politics.LEAGUE,
    "民主党派": Politics.DEMOCRATIC, "民主党派人士": Politics.DEMOCRATIC, "民革党员": Politics.DEMOCRATIC,
    "民盟盟员": Politics.DEMOCRATIC, "民建会员": Politics.DEMOCRATIC, "民进会员": Politics.DEMOCRATIC,
    "农工党党员": Politics.DEMOCRATIC, "致公党党员": Politics.DEMOCRATIC, "九三学社社员": Politics.DEMOCRATIC,
    "台盟盟员": Politics.DEMOCRATIC,
    "群众": Politics.NONE, "无党派": Politics.NONE, "无党派人士": Politics.NONE, "少先队员": Politics.NONE,
}
STATUSES = {
    "人户一致": RegisterStatus.SAME, "户在人在": RegisterStatus.SAME, "常住": RegisterStatus.SAME,
    "一致": RegisterStatus.SAME, "常住人口": RegisterStatus.SAME, "户籍人口": RegisterStatus.SAME,
    "空挂": RegisterStatus.REGISTERED_ONLY, "空挂户": RegisterStatus.REGISTERED_ONLY,
    "户在人不在": RegisterStatus.REGISTERED_ONLY, "人户分离": RegisterStatus.REGISTERED_ONLY,
    "流入": RegisterStatus.INFLOW, "人在户不在": RegisterStatus.INFLOW, "流动人口": RegisterStatus.INFLOW,
    "外来": RegisterStatus.INFLOW, "流入人口": RegisterStatus.INFLOW, "租户": RegisterStatus.INFLOW,
    "流出": RegisterStatus.OUTFLOW, "外出": RegisterStatus.OUTFLOW, "流出人口": RegisterStatus.OUTFLOW,
}
KEY_GROUPS = {
    "独居": KeyGroup.ALONE, "独居老人": KeyGroup.ALONE, "高龄": KeyGroup.AGED, "高龄老人": KeyGroup.AGED,
    "残疾": KeyGroup.DISABLED, "残疾人": KeyGroup.DISABLED, "低保": KeyGroup.SUBSISTENCE,
    "低保户": KeyGroup.SUBSISTENCE, "困境儿童": KeyGroup.CHILD, "留守儿童": KeyGroup.CHILD,
    "退役军人": KeyGroup.VETERAN, "退伍军人": KeyGroup.VETERAN, "复员军人": KeyGroup.VETERAN,
}
