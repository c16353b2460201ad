from django.urls import path

from huijia.core.residents.views import logins, mandates

app_name = "residents"
urlpatterns = [
    path("", logins.home, name="home"),
    path("admit/", logins.admit_phone, name="admit_phone"),
    path("admit/<int:pk>/", logins.admit, name="admit"),
    path("slips/", logins.batch, name="batch"),
    path("codes/<int:pk>/revoke/", logins.revoke, name="revoke"),
    path("logins/<int:pk>/close/", logins.close, name="close"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/<int:pk>/", mandates.mandate, name="mandate"),
    path("mandates/<int:pk>/withdraw/", mandates.withdraw, name="mandate_withdraw"),
    path("mandates/new/<int:pk>/", mandates.mandate_new, name="mandate_new"),
]
