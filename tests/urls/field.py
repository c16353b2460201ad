"""The phone app of the field: its shell is the same for everybody; what it asks for is answered in JSON."""

#                           ano sec com ope gri gro mem str aud adm out
GET = """
field:app                   200 200 200 200 200 200 200 200 200 200 200
field:worker                200 200 200 200 200 200 200 200 200 200 200
field:manifest              200 200 200 200 200 200 200 200 200 200 200
field:state                 200 200 200 200 200 200 200 200 200 200 200
field:unlock                405 405 405 405 405 405 405 405 405 405 405
field:pack                  401 403 403 403 403 403 403 403 403 403 403
field:send                  405 405 405 405 405 405 405 405 405 405 405
"""

POST = """
field:unlock                403 403 403 403 403 403 403 403 403 403 403
field:send                  401 422 422 422 422 422 422 403 403 403 422
"""

TARGETS: dict[str, object] = {}
