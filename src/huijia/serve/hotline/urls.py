from django.urls import path

from huijia.serve.hotline.views import calls, cards, desk, notes, pattern, quality, replies, roster, shifts, transfers

app_name = "hotline"

duty = [
    path("roster/", roster.roster, name="roster"),
    path("roster/fill/", roster.roster_fill, name="roster_fill"),
    path("roster/print/", roster.roster_print, name="roster_print"),
    path("roster/xlsx/", roster.roster_xlsx, name="roster_xlsx"),
    path("roster/pattern/", pattern.pattern, name="pattern"),
    path("roster/pattern/<int:turn_id>/", pattern.turn, name="turn"),
    path("roster/pattern/<int:turn_id>/drop/", pattern.turn_drop, name="turn_drop"),
    path("roster/add/", shifts.shift_add, name="shift_add"),
    path("roster/<int:shift_id>/", shifts.shift, name="shift"),
    path("roster/<int:shift_id>/drop/", shifts.shift_drop, name="shift_drop"),
    path("roster/<int:shift_id>/swap/", shifts.swap_ask, name="swap_ask"),
    path("roster/swaps/<int:swap_id>/<slug:answer>/", shifts.swap_answer, name="swap_answer"),
]
told = [
    path("calls/", calls.calls, name="calls"),
    path("calls/missed/", calls.call_missed, name="call_missed"),
    path("calls/promise/", calls.call_promise, name="call_promise"),
    path("calls/paste/", calls.calls_paste, name="calls_paste"),
    path("calls/<int:call_id>/phone/", calls.call_phone, name="call_phone"),
    path("calls/<int:call_id>/<slug:outcome>/", calls.call_end, name="call_end"),
    path("notes/", notes.notes_page, name="notes"),
    path("notes/write/", notes.note_write, name="note_write"),
    path("notes/<int:note_id>/take/", notes.note_take, name="note_take"),
]

answers = [
    path("cards/", cards.cards, name="cards"),
    path("cards/add/", cards.card_add, name="card_add"),
    path("cards/seed/", cards.cards_seed, name="cards_seed"),
    path("cards/beside/", cards.cards_beside, name="cards_beside"),
    path("cards/<int:card_id>/", cards.card, name="card"),
    path("cards/<int:card_id>/change/", cards.card_change, name="card_change"),
    path("cards/<int:card_id>/retire/", cards.card_retire, name="card_retire"),
    path("quality/", quality.quality, name="quality"),
    path("quality/<str:ticket>/", quality.judge, name="judge"),
]
sent = [
    path("12345/", transfers.transfers, name="transfers"),
    path("12345/add/", transfers.transfer_add, name="transfer_add"),
    path("12345/xlsx/", transfers.transfers_xlsx, name="transfers_xlsx"),
    path("12345/template/", replies.template, name="template"),
    path("12345/template/drop/", replies.template_drop, name="template_drop"),
    path("12345/template/form.docx", replies.template_docx, name="template_docx"),
    path("12345/<str:ticket>/", replies.transfer, name="transfer"),
    path("12345/<str:ticket>/print/", replies.transfer_print, name="transfer_print"),
    path("12345/<str:ticket>/reply.docx", replies.transfer_docx, name="transfer_docx"),
]

urlpatterns = [path("", desk.desk, name="desk"), *duty, *told, *answers, *sent]
