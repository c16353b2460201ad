"""The staff's addresses of rides."""

from django.urls import path

from huijia.serve.rides.views import batches, drivers, exports, rides, stops, trips

app_name = "rides"

urlpatterns = [
    path("", rides.rides, name="rides"),
    path("new/", rides.ride_new, name="new"),
    path("export/", exports.export, name="export"),
    path("trips/", trips.trips, name="trips"),
    path("trips/new/", trips.trip_new, name="trip_new"),
    path("trips/<int:pk>/", trips.trip, name="trip"),
    path("trips/<int:pk>/print/", trips.trip_print, name="trip_print"),
    path("trips/<int:pk>/<slug:move>/", trips.trip_move, name="trip_move"),
    path("seats/<int:pk>/<slug:move>/", stops.seat_move, name="seat_move"),
    path("drivers/", drivers.drivers, name="drivers"),
    path("drivers/<int:pk>/", drivers.driver, name="driver"),
    path("drivers/<int:pk>/phone/", drivers.driver_phone, name="driver_phone"),
    path("targets/", drivers.targets, name="targets"),
    path("targets/<int:pk>/", drivers.target, name="target"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", batches.batch_new, name="batch_new"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/add/", batches.batch_add, name="batch_add"),
    path("batches/<int:pk>/<slug:move>/", batches.batch_move, name="batch_move"),
    path("<str:ticket>/", rides.ride, name="ride"),
    path("<str:ticket>/phone/", rides.ride_phone, name="phone"),
    path("<str:ticket>/<slug:move>/", rides.ride_move, name="move"),
]
