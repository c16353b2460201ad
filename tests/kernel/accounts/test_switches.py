"""Language and large letters: for anybody, by cookie, coming back to the page."""

from django.test import Client


def test_language(client: Client, db: None) -> None:
    answer = client.post("/accounts/language/", {"language": "en", "next": "/accounts/login/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert answer.cookies["django_language"].value == "en"
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()
    assert "sessionid" not in client.cookies


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    answer = client.post("/accounts/language/", {"language": "xx", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert "django_language" not in answer.cookies


def test_large_letters(client: Client, db: None) -> None:
    assert client.post("/accounts/large/", {"large": "1"}).cookies["large"].value == "1"
    assert 'class="large"' in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/large/", {"large": "1"}).cookies["large"].value == "1"
    assert client.post("/accounts/large/", {"large": "0"}).cookies["large"].value == ""
    assert client.post("/accounts/large/").cookies["large"].value == "1"


def test_wrong_method(client: Client, db: None) -> None:
    assert client.get("/accounts/language/").status_code == 405
    assert client.get("/accounts/large/").status_code == 405


def test_another_site_can_not_switch(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/accounts/large/", {"large": "1"}).status_code == 403
