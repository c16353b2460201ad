"""The categories of matters."""

from huijia.core.matters.models import Category

#                           ano sec com ope gri gro mem str aud adm out
GET = """
desk:categories             302 200 403 403 403 403 403 403 403 200 200
desk:category               302 200 403 403 403 403 403 403 403 200 404
"""

POST = """
desk:categories             302 422 403 403 403 403 403 403 403 422 422
desk:category               302 422 403 403 403 403 403 403 403 422 404
"""

TARGETS = {"desk:category": lambda world: [Category.objects.of(world.home.community).earliest("pk").pk]}
