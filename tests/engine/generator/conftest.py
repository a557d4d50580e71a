"""Random models are played in batches, so that several processes can share them."""

import pytest

BATCH = 25


@pytest.fixture
def seeds(first_seed: int, request: pytest.FixtureRequest) -> range:
    """The seeds of one batch; `--seeds N` gives N of them in all."""
    return range(first_seed, min(first_seed + BATCH, request.config.getoption("--seeds")))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seeds" in metafunc.fixturenames:
        metafunc.parametrize("first_seed", range(0, metafunc.config.getoption("--seeds"), BATCH))
