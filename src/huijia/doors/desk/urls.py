"""The staff's pages, by noun."""

from django.urls import URLPattern, path

from huijia.doors.desk import grid_urls
from huijia.doors.desk.views import (
    absences,
    audit,
    batch,
    beside,
    board,
    callbacks,
    cares,
    differences,
    exports,
    holidays,
    home,
    households,
    imports,
    intake,
    lists,
    map,
    matter,
    meeting,
    moves,
    options,
    plates,
    roster_export,
    search,
    staff,
)

app_name = "desk"

# the morning view, lists, one matter and its moves
matters: list[URLPattern] = [
    path("", home.home, name="home"),
    path("matters/", lists.matters, name="matters"),
    path("matters/batch/", batch.batch, name="batch"),
    path("matters/export/", exports.ledger_xlsx, name="ledger_xlsx"),
    path("board/", board.board, name="board"),
    path("map/", map.map_page, name="map"),
    path("map/data.json", map.map_data, name="map_data"),
    path("search/", search.search, name="search"),
    path("matter/<str:ticket>/", matter.matter, name="matter"),
    path("matter/<str:ticket>/reveal/", matter.reveal, name="reveal"),
    path("matter/<str:ticket>/voice/", matter.voice, name="voice"),
    path("matter/<str:ticket>/print/", matter.paper, name="print"),
    path("matter/<str:ticket>/<slug:move>/", moves.move, name="move"),
]

# intake, call-backs, meeting sheet, households, audit, imports, plates, absences
office: list[URLPattern] = [
    path("intake/", intake.intake, name="intake"),
    path("intake/lookup/", beside.lookup, name="intake_lookup"),
    path("intake/code/", beside.code, name="intake_code"),
    path("intake/twins/", beside.twins, name="twins"),
    path("intake/places/", beside.places, name="intake_places"),
    path("callbacks/", callbacks.callbacks, name="callbacks"),
    path("callbacks/<str:ticket>/", callbacks.callback, name="callback"),
    path("callbacks/<str:ticket>/phone/", callbacks.phone, name="callback_phone"),
    path("meeting/", meeting.meeting, name="meeting"),
    path("meeting/print/", meeting.meeting_print, name="meeting_print"),
    path("meeting/<str:ticket>/assign/", meeting.meeting_assign, name="meeting_assign"),
    path("households/", households.households, name="households"),
    path("households/phone/<int:person_id>/", households.household_phone, name="household_phone"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("people/export/", roster_export.roster_export, name="roster_export"),
    path("imports/", imports.jobs, name="imports"),
    path("imports/<slug:kind>/template.xlsx", imports.import_template, name="import_template"),
    path("imports/<int:job_id>/", imports.import_job, name="import_job"),
    path("imports/<int:job_id>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:job_id>/columns/", imports.import_map, name="import_map"),
    path("imports/<int:job_id>/start/", imports.import_start, name="import_start"),
    path("imports/<int:job_id>/review/", differences.review, name="import_review"),
    path("imports/<int:job_id>/choose/", differences.choose, name="import_choose"),
    path("imports/<int:job_id>/errors.xlsx", imports.import_errors, name="import_errors"),
    path("plates/", plates.plates, name="plates"),
    path("plates/issue/", plates.plate_issue, name="plate_issue"),
    path("plates/issue-grid/", plates.plates_issue_grid, name="plates_issue_grid"),
    path("plates/print/", plates.plates_print, name="plates_print"),
    path("plates/<int:plate_id>/revoke/", plates.plate_revoke, name="plate_revoke"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:absence_id>/cancel/", absences.absence_cancel, name="absence_cancel"),
    path("options/", options.options, name="options"),
    path("options/holidays/", holidays.holidays, name="holidays"),
    path("options/holidays/drop/", holidays.holiday_drop, name="holiday_drop"),
    path("staff/", staff.staff, name="staff"),
    path("staff/give/", staff.post_give, name="post_give"),
    path("staff/<int:post_id>/", staff.post, name="post"),
    path("staff/<int:post_id>/end/", staff.post_end, name="post_end"),
    path("staff/<int:post_id>/login/", staff.login_link, name="login_link"),
    path("staff/<int:post_id>/login/off/", staff.login_unlink, name="login_unlink"),
    path("staff/<int:post_id>/households/", cares.cares, name="cares"),
    path("staff/households/<int:care_id>/end/", cares.care_end, name="care_end"),
]

urlpatterns = [*matters, *office, *grid_urls.patterns]
