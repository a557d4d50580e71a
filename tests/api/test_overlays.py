"""Machines read and write what a commune changes: same policy, same refusals, one effect a request."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.commands.bus import execute
from app.commands.tokens import CreateToken, RevokeToken
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.procedures.tailoring import operations_to_data
from app.store import publication, tailoring, tokens
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, explained, longer_collection

PLACE = f"/api/v1/communes/azrou/procedures/{SLUG}"
REASON = "Les habitants des douars viennent rarement en ville."


class Machine:
    """A system of a commune with a token."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(PLACE + path, headers={**self.headers, **headers})

    def put(self, body: Mapping[str, Any], **headers: str) -> TestResponse:
        return self.client.put(f"{PLACE}/overlay", json=body, headers={**self.headers, **_dashed(headers)})

    def publish(self, **headers: str) -> TestResponse:
        return self.client.post(f"{PLACE}/overlay/publish", json={}, headers={**self.headers, **_dashed(headers)})


def _dashed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def body(*operations: Any, **more: Any) -> dict[str, Any]:
    return {"operations": operations_to_data(operations), "reason": REASON, **more}


@pytest.fixture
def machine(world: World, client: FlaskClient) -> Machine:
    return Machine(client, token(world, "dgs"))


def token(world: World, *roles: str, days: int = 90) -> str:
    command = CreateToken(commune_id=AZROU, name="Système de la commune", roles=roles, days=days)
    return execute(command, actor=SYSTEM, services=world.services).secret


class TestTokens:
    def test_a_token_opens_its_commune_with_its_roles_and_nothing_else(self, world: World, client: FlaskClient) -> None:
        reader = Machine(client, token(world, "chef_service"))
        assert reader.get("/policy").status_code == 200
        assert reader.put(body(), If_Match='"1"').status_code == 403
        other = client.get(f"/api/v1/communes/casablanca/procedures/{SLUG}/policy", headers=reader.headers)
        assert other.status_code == 404
        assert client.get("/desk/", headers=reader.headers).status_code == 302, "screens are for people"

    def test_a_token_ends_by_itself_or_when_it_is_revoked(
        self, world: World, client: FlaskClient, clock: FixedClock
    ) -> None:
        short, revoked = (Machine(client, token(world, "dgs", days=days)) for days in (1, 30))
        row = tokens.list_tokens(AZROU)[0]
        execute(RevokeToken(token_id=row.id), actor=SYSTEM, services=world.services)
        answer = revoked.get("/policy")
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert short.get("/policy").status_code == 200
        clock.advance(timedelta(days=1))
        assert short.get("/policy").status_code == 401

    def test_the_secret_is_kept_nowhere(self, world: World) -> None:
        secret = token(world, "dgs")
        (row,) = tokens.list_tokens(AZROU)
        assert secret not in str(vars(row))


class TestReading:
    def test_the_policy_tells_bounds_and_keeper(self, machine: Machine) -> None:
        found = machine.get("/policy").json
        rules = {f"{rule['group']}.{rule['name']}": rule for rule in found["rules"]}
        assert found["default"] == "locked"
        assert rules["parameters.watiqa.collection_period"] == {
            "group": "parameters",
            "name": "watiqa.collection_period",
            "mode": "bounded",
            "minimum": 60,
            "maximum": 180,
            "changed_by": "the DGCT",
        }

    def test_the_policy_tells_what_a_flow_declares_and_which(self, machine: Machine) -> None:
        rules = {f"{rule['group']}.{rule['name']}": rule for rule in machine.get("/policy").json["rules"]}
        assert rules["texts.forms.file-appeal.appeal_grounds.description"] == {
            "group": "texts",
            "name": "forms.file-appeal.appeal_grounds.description",
            "mode": "bounded",
            "maximum": 240,
            "changed_by": "the DGCT",
            "flow": "appeal",
        }

    def test_an_overlay_needs_an_adopted_procedure(self, machine: Machine) -> None:
        answer = machine.get("/overlay")
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "tailoring-unknown")


class TestWriting:
    def test_adopts_writes_publishes_and_reads_what_runs(self, app: Flask, machine: Machine) -> None:
        app.config["WTF_CSRF_ENABLED"] = True  # no session, no token against forged requests
        written = machine.put(
            body(explained(), decision={"reference": "Délibération n° 3", "date": "2026-02-12"}), If_None_Match="*"
        )
        assert (written.status_code, written.headers["ETag"]) == (200, '"2"')
        published = machine.publish(If_Match=written.headers["ETag"])
        assert (published.status_code, published.json["number"]) == (201, 1)
        found = machine.get("/variant", **{"Accept-Language": "fr"}).json
        assert (found["kind"], found["overlay"], found["decision"]) == ("variant", 1, "Délibération n° 3")
        assert "Votre document vous attend au guichet." in found["changes"][0]
        offering = publication.find_offering(AZROU, SLUG)
        assert offering is not None and offering.deployment_id == published.json["deployment"]
        kept = tailoring.get_overlay(AZROU, SLUG, 1)
        assert (kept.origin, kept.author) == ("api", "Système de la commune")

    def test_refuses_with_pointer_rule_and_keeper(self, machine: Machine, world: World) -> None:
        adopt(world)
        answer = machine.put(body(explained(), longer_collection(400)), If_Match='"1"')
        (refusal,) = answer.json["error"]["refusals"]
        assert answer.status_code == 422
        assert (refusal["pointer"], refusal["rule"]) == ("/operations/1", "parameters.watiqa.collection_period")
        assert refusal["changed_by"] == "the DGCT"
        assert machine.get("/overlay").json["operations"] == []

    @pytest.mark.parametrize(
        ("sent", "pointer"),
        [
            ({"operations": [{"do": "draw-gateway"}]}, "/operations/0"),
            ({"operations": [], "colour": "red"}, "/colour"),
            ({"operations": [], "reason": "court"}, "/reason"),
            ({"operations": "all"}, "/operations"),
            ({"operations": [], "reason": "Les habitants\0 viennent rarement."}, "/reason"),
            (
                {"operations": [{"do": "set-parameter", "values": [{"legal_ref": "\ud800"}]}]},
                "/operations/0/values/0/legal_ref",
            ),
        ],
    )
    def test_what_cannot_be_read_is_told_by_pointer(
        self, machine: Machine, world: World, sent: dict[str, Any], pointer: str
    ) -> None:
        adopt(world)
        answer = machine.put(sent, If_Match='"1"')
        assert answer.status_code == 422
        assert [one["pointer"] for one in answer.json["error"]["refusals"]] == [pointer]

    @pytest.mark.parametrize(
        ("sent", "status"),
        [(b"[" * 100_000, 400), (b"[]", 400), (b"{", 400), (b'{"operations": ' + b"[" * 80 + b"]" * 80 + b"}", 422)],
    )
    def test_a_hostile_body_is_refused_in_words(self, machine: Machine, world: World, sent: bytes, status: int) -> None:
        adopt(world)
        headers = {**machine.headers, "If-Match": '"1"', "Content-Type": "application/json"}
        answer = machine.client.put(f"{PLACE}/overlay", data=sent, headers=headers)
        assert (answer.status_code, set(answer.json)) == (status, {"error"})

    def test_the_second_of_two_writers_reads_again(self, machine: Machine, world: World) -> None:
        adopt(world)
        assert machine.put(body(explained())).status_code == 428
        assert machine.put(body(explained()), If_Match='"1"').status_code == 200
        answer = machine.put(body(), If_Match='"1"')
        assert (answer.status_code, answer.json["error"]["code"]) == (412, "tailoring-moved")

    def test_a_repeated_request_has_one_effect_and_the_same_answer(self, machine: Machine, world: World) -> None:
        adopt(world)
        first, again = (machine.put(body(explained()), If_Match='"1"', Idempotency_Key="a1") for _ in range(2))
        assert (first.json, first.headers["ETag"]) == (again.json, again.headers["ETag"])
        other = machine.put(body(), If_Match='"2"', Idempotency_Key="a1")
        assert (other.status_code, other.json["error"]["code"]) == (422, "idempotency-key-reused")
        published = [machine.publish(If_Match='"2"', Idempotency_Key="p1").json for _ in range(2)]
        assert published[0] == published[1] and len(tailoring.list_overlays(AZROU, SLUG)) == 1

    def test_changed_outcomes_are_read_first(self, machine: Machine, world: World) -> None:
        adopt(world)
        machine.put(body(longer_collection()), If_Match='"1"')
        answer = machine.publish(If_Match='"2"')
        assert answer.status_code == 409
        assert answer.json["error"]["changed"]

    def test_nothing_is_published_without_a_reason(self, machine: Machine, world: World) -> None:
        adopt(world)
        machine.put({"operations": []}, If_Match='"1"')
        assert machine.publish(If_Match='"2"').json["error"]["code"] == "reason-missing"


def test_the_description_names_every_route_and_resolves_every_reference(app: Flask, client: FlaskClient) -> None:
    found = client.get("/api/v1/openapi.json").json
    routes = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    assert sum(len(path) for path in found["paths"].values()) == len(routes)
    written = str(found)
    for name in found["components"]["schemas"]:
        assert found["components"]["schemas"][name]["type"] == "object"
    references = {part.split("'")[0] for part in written.split("#/components/schemas/")[1:]}
    assert references <= set(found["components"]["schemas"])
    put = found["paths"]["/api/v1/communes/{commune_slug}/procedures/{key}/overlay"]["put"]
    assert put["x-permission"] == "tailoring.change" and "428" in put["responses"]
