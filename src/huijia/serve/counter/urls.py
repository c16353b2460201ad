from django.urls import path

from huijia.serve.counter.views import booking, openings, paper, plan, today, wishes

app_name = "counter"

urlpatterns = [
    path("", today.today, name="today"),
    path("number/", today.number, name="number"),
    path("<int:pk>/call/", today.call, name="call"),
    path("turns/<int:pk>/finish/", today.finish, name="finish"),
    path("turns/<int:pk>/<slug:move>/", today.move, name="move"),
    path("come/<int:pk>/", today.come, name="come"),
    path("in/<str:token>/", today.scanned, name="scanned"),
    path("told/<int:pk>/", paper.told, name="told"),
    path("slip/<int:pk>/", paper.slip, name="slip"),
    path("book/", booking.book, name="book"),
    path("bookings/<int:pk>/phone/", booking.phone, name="phone"),
    path("bookings/<int:pk>/<slug:move>/", booking.act, name="act"),
    path("openings/", openings.openings, name="openings"),
    path("openings/add/", openings.add, name="add"),
    path("openings/closed/", openings.closed, name="closed"),
    path("openings/closed/<int:pk>/again/", openings.again, name="again"),
    path("openings/<int:pk>/", openings.opening, name="opening"),
    path("openings/<int:pk>/shut/", openings.shut, name="shut"),
    path("openings/<int:pk>/overtime/", openings.overtime, name="overtime"),
    path("overtime/<int:pk>/void/", openings.void, name="void"),
    path("plan/", plan.plan, name="plan"),
    path("plan/counters/add/", plan.counter, name="counter_add"),
    path("plan/counters/<int:pk>/", plan.counter, name="counter"),
    path("plan/<int:pk>/end/", plan.end, name="end"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/<str:day>/", wishes.wish, name="wish"),
    path("wishes/<str:day>/decline/", wishes.decline, name="decline"),
    path("services/", plan.services, name="services"),
    path("services/<int:pk>/", plan.service, name="service"),
    path("services/<int:pk>/guide/", paper.guide, name="guide"),
    path("export/", paper.export, name="export"),
]
