"""`flask overlays` and `flask users token`: the changes of communes as files, and the keys of machines."""

from pathlib import Path

from flask import Flask

from app.store import tailoring
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, explained, longer_collection, publish, save_operations

OF = ["--commune", "azrou", "--procedure", SLUG]


def run(app: Flask, *arguments: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def test_an_overlay_travels_as_a_file_from_one_workshop_to_its_next_publication(
    app: Flask, world: World, tmp_path: Path
) -> None:
    adopt(world)
    save_operations(world, [explained()])
    file = tmp_path / "azrou.yaml"
    run(app, "overlays", "export", *OF, "--to", str(file))
    save_operations(world, [])

    assert "1 operations are in the workshop" in run(app, "overlays", "import", *OF, str(file))
    assert "Overlay 1 is in effect" in run(app, "overlays", "publish", *OF)
    assert tailoring.get_overlay(AZROU, SLUG, 1).origin == "file"
    assert "azrou" in run(app, "overlays", "list", "--commune", "azrou")
    assert "change-text" in run(app, "overlays", "export", *OF, "--number", "1")


def test_a_file_is_refused_as_the_screen_refuses(app: Flask, world: World, tmp_path: Path) -> None:
    adopt(world)
    save_operations(world, [longer_collection()])
    file = tmp_path / "azrou.yaml"
    written = run(app, "overlays", "export", *OF)
    file.write_text(written.replace("value: 120", "value: 400"), encoding="utf-8")
    assert "parameters.watiqa.collection_period" in run(app, "overlays", "import", *OF, str(file), code=1)

    file.write_text(written.replace("commune: azrou", "commune: tabant"), encoding="utf-8")
    assert "for azrou" in run(app, "overlays", "import", *OF, str(file), code=1)
    file.write_text("procedure: [", encoding="utf-8")
    run(app, "overlays", "import", *OF, str(file), code=1)


def test_changed_outcomes_are_named_before_they_are_published(app: Flask, world: World) -> None:
    adopt(world)
    save_operations(world, [longer_collection()])
    assert "Otherwise than nationally" in run(app, "overlays", "publish", *OF, code=1)
    assert "Overlay 1 is in effect" in run(app, "overlays", "publish", *OF, "--outcomes-read")


def test_only_what_holds_is_listed(app: Flask, world: World) -> None:
    assert run(app, "overlays", "list").strip() == "(none)"
    adopt(world)
    save_operations(world, [explained()])
    publish(world)
    assert '"operations": 1' in run(app, "overlays", "list", "--json")


def test_a_token_is_shown_once_listed_and_revoked(app: Flask, world: World) -> None:
    shown = run(app, "users", "token", "add", "SGC", "--commune", "azrou", "--role", "dgs")
    token_id, secret = shown.split()[1], shown.split()[-1]
    listed = run(app, "users", "token", "list", "--commune", "azrou")
    assert token_id in listed and secret not in listed and "holds" in listed
    run(app, "users", "token", "revoke", token_id)
    assert "revoked" in run(app, "users", "token", "list", "--json")
