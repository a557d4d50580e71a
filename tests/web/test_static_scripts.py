"""Scripts of our own are kept for a year under the digest of all that they load."""

import re

from flask import Flask
from flask.testing import FlaskClient

from app.web.static_files import static_url


def test_a_module_names_its_imports_with_their_digests(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = static_url("js/form-page.js")
    page = client.get(address)
    assert page.mimetype == "text/javascript"
    assert "max-age=31536000" in page.headers["Cache-Control"]
    imports = re.findall(r'"\./([^"]+)"', page.text)
    assert len(imports) > 4
    for name in imports:
        module = client.get(f"/static/js/{name}")
        assert module.status_code == 200
        assert re.search(r"\?v=[0-9a-f]{12}$", name), name
        assert "max-age=31536000" in module.headers["Cache-Control"]


def test_nothing_outside_of_the_folder_is_served(client: FlaskClient) -> None:
    for path in ("js/../../static_files.py", "js/no-such.js", "js/", "js"):
        assert client.get(f"/static/{path}").status_code == 404
