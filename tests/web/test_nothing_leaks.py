"""Every export and every page against planted secrets: nobody is shown a text that is not theirs to see.

The secrets lie in every table and every column of text (see `planting`), the pages come from the table of all
addresses, so a new app is tried without a new test.
"""

from __future__ import annotations

import pytest
from tests.builders import an_inspection
from tests.people import Cast, a_home
from tests.web.planting import OURS, PUBLIC, Planted, plant, texts_of
from tests.web.test_every_route import addresses  # noqa: F401  # a fixture: one real address for each route

from evenhand.casework.actors import Role
from evenhand.opendata.reading import BY_NAME, read_back
from evenhand.web.accounts.actions import System, give_role
from evenhand.web.api import bulk, noticing, slowing
from evenhand.web.api.views.guide import described
from evenhand.web.register.models import Home

FAR = "FICTION99"
NEAR = {"name", "address", "contact"}


@pytest.fixture
def world(cast: Cast, addresses: dict[str, str]) -> tuple[Cast, Planted, list[str]]:  # noqa: F811
    """Everything that stories make, with secrets in it; and every address there is."""
    a_home(FAR, local_authority="Elsewhereshire")
    an_inspection(cast, home=Home.objects.get(urn=FAR))
    askers = {("accounts.Person", person.pk) for person in (cast.connie, cast.nobody)}
    planted = plant(askers)
    noticing.write([("changed", "home", "everything")])
    slowing.forget()
    return cast, planted, [*addresses.values(), *every_question()]


def every_question() -> list[str]:
    """Each question of the interface, as JSON and CSV, and each bulk file."""
    lists = [path for path in described()["paths"] if "{" not in path]
    return [*(f"{path}?limit=5000" for path in lists), *(f"/api/v1/bulk/{name}" for name in bulk.names())]


def shown(client, address: str) -> str:
    """All that an answer shows, its headers too."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    name = address.rpartition("/")[2]
    if response.status_code == 200 and name.endswith(".parquet") and name.partition(".")[0] in BY_NAME:
        return str(read_back(name, body))
    return f"{dict(response.headers)} {body.decode(errors='replace')}"


def leaks(client, planted: Planted, asked: list[str]) -> set[tuple[str, str, str, str]]:
    """What was shown: (address, table, column, key)."""
    return {
        (address, table, column, str(pk))
        for address in asked
        for table, column, pk in planted.found_in(shown(client, address))
    }


def test_nobody_is_shown_a_secret_that_is_not_theirs(world, client, as_) -> None:
    cast, planted, asked = world
    _must_lie_nearly_everywhere(planted)
    # A visitor, and a provider who answers for no home: nothing at all.
    assert leaks(client, planted, asked) == set()
    assert sum(client.get(one).status_code == 200 for one in asked) > 90
    give_role(by=System(), person=cast.nobody, role=Role.PROVIDER)
    stranger = as_(type(cast.nobody).objects.get(pk=cast.nobody.pk))
    assert leaks(stranger, planted, asked) == set()
    # A commissioner: name, address and contact of the homes that their council hosts.
    found = leaks(as_(cast.connie), planted, [*asked, f"/register/{FAR}/", f"/api/v1/homes/{FAR}"])
    hosted = {str(pk) for pk in Home.objects.exclude(urn=FAR).values_list("pk", flat=True)}
    allowed = {("register.Home", name, pk) for name in NEAR for pk in hosted}
    assert {one for one in found if one[1:] not in allowed} == set()
    assert {one[1:] for one in found} >= {("register.Home", name, str(cast.home.pk)) for name in NEAR}


def _must_lie_nearly_everywhere(planted: Planted) -> None:
    texts = {model._meta.label for model in OURS if list(texts_of(model))}
    without = texts - planted.tables()
    assert len(planted.where) > 300 and len(without) <= len(texts) // 20, sorted(without)
    wanted = {"EvidenceRevision", "RequirementRevision", "Proposal", "StageChange"}
    wanted = {f"inspections.{one}" for one in wanted} | {"reports.ReportRevision", "register.Home", "audit.Event"}
    assert wanted <= planted.tables()


def test_what_is_declared_public_exists() -> None:
    labels = {model._meta.label: {field.name for field in model._meta.concrete_fields} for model in OURS}
    for table, columns in PUBLIC.items():
        assert table in labels and (columns or set()) <= labels[table], table
