"""What the ledger says of rides. Words that people wrote and riders' names stand in the personal payload or nowhere."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds
from huijia.serve.rides.enums import Direction

RIDE, TRIP, DRIVER, BATCH = "ride", "ride_trip", "ride_driver", "ride_batch"

SENTENCES = {
    "asked": (_("预约接送：{day} 去{target}"), ()),
    "seated": (_("派车：{direction} {when}，{who}"), ("who",)),
    "unseated": (_("从车上改下来：{note}"), ("note",)),
    "board": (_("接到了（{direction}）"), ()),
    "arrive": (_("送到了"), ()),
    "home": (_("安全到家"), ()),
    "not_there": (_("没接到（{direction}）"), ()),
    "cannot_come": (_("来不了（{direction}）：{note}"), ("note",)),
    "cancelled": (_("取消接送：{note}"), ("note",)),
    "own_way": (_("问过了，自己回家了：{note}"), ("note",)),
    "phone_revealed": (_("查看电话：{reason}"), ()),
    "phones_shown": (_("在接送当天打开了名单和电话"), ()),
    "exported": (_("导出接送台账 {rows} 行：{reason}"), ()),
    "list_printed": (_("打印带电话的名单，{count} 人：{note}"), ("note",)),
    "driver_saved": (_("接送司机：{vehicle}"), ()),
    "target_saved": (_("接送去的地方：{name}"), ()),
    "trip_planned": (_("排一趟车：{direction} {when}"), ()),
    "trip_hours": (_("改时间：{when}"), ()),
    "trip_told": (_("已通知司机、随车的人和坐车的人"), ()),
    "trip_closed": (_("这趟车结束"), ()),
    "trip_cancelled": (_("取消这趟车：{note}"), ("note",)),
    "driver_given": (_("司机：{who}"), ("who",)),
    "driver_out": (_("司机来不了：{note}"), ("note",)),
    "escort_given": (_("随车的人：{who}"), ("who",)),
    "escort_out": (_("随车的人来不了：{note}"), ("note",)),
    "link_made": (_("给司机发了链接"), ()),
    "link_shut": (_("司机的链接作废"), ()),
    "moved": (_("调整顺序"), ()),
    "batch_made": (_("集中接送：{title}"), ()),
    "batch_added": (_("加了 {count} 人"), ()),
    "batch_arranged": (_("排车：{cars} 辆车，{count} 人坐上，{left} 人没坐上"), ()),
    "trip_late": (_("过了时间还没结束，已提醒值班员"), ()),
}


def register() -> None:
    for code, (sentence, personal) in SENTENCES.items():
        kinds.register(f"rides.{code}", sentence, personal_fields=personal, words={"direction": _way})


def _way(code: str) -> object:
    return Direction(code).label if code in Direction.values else code
