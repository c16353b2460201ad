"""The staff's pages of services at home."""

from django.urls import path

from huijia.serve.home_orders import calendar, views

app_name = "home_orders"

urlpatterns = [
    path("", views.orders, name="orders"),
    path("new/", views.order_new, name="new"),
    path("week/", views.week, name="week"),
    path("calendar.ics", calendar.calendar, name="calendar"),
    path("services/", views.services, name="services"),
    path("services/<int:service_id>/", views.service, name="service"),
    path("<str:ticket>/", views.order, name="order"),
    path("<str:ticket>/phone/", views.order_phone, name="phone"),
    path("<str:ticket>/<slug:move>/", views.order_move, name="move"),
]
