from huijia.config.demo import load
from huijia.core.matters.seeds import plant_categories
from huijia.kernel.accounts.access import Access
from tests.cast import new_community


def test_every_story_has_its_category(db: None):
    categories = plant_categories(Access.system(new_community()))
    assert load.categories_used(categories) == set()
