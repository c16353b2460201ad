"""Services at home."""

#                           ano sec com ope gri gro mem str aud adm out
GET = """
home_orders:orders          302 200 200 200 200 200 200 403 403 403 200
home_orders:new             302 200 200 200 200 200 200 403 403 403 200
home_orders:calendar        302 200 200 403 200 200 200 403 403 403 200
home_orders:week            302 200 200 200 200 200 200 403 403 403 200
home_orders:services        302 200 403 403 403 403 403 403 403 200 200
home_orders:service         302 200 403 403 403 403 403 403 403 200 404
home_orders:order           302 200 200 200 200 404 404 403 403 403 404
home_orders:phone           405 405 405 405 405 405 405 405 405 405 405
home_orders:move            405 405 405 405 405 405 405 405 405 405 405
"""

POST = """
home_orders:new             302 422 422 422 422 422 422 403 403 403 422
home_orders:services        302 422 403 403 403 403 403 403 403 422 422
home_orders:service         302 422 403 403 403 403 403 403 403 422 404
home_orders:phone           302 302 302 302 302 404 404 403 403 403 404
home_orders:move            302 422 422 422 403 404 404 403 403 403 404
home_orders:move#out        302 403 403 403 422 404 404 403 403 403 404
"""

TARGETS = {
    "home_orders:order": lambda world: [world.home_order.ticket],
    "home_orders:phone": lambda world: [world.home_order.ticket],
    "home_orders:move": lambda world: [world.home_order.ticket, "put_off"],
    "home_orders:move#out": lambda world: [world.home_order.ticket, "set_out"],
    "home_orders:service": lambda world: [world.home_service.pk],
}
