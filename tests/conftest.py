import pytest
from hypothesis import settings
from rest_framework.test import APIClient

from tests.cast import Cast, make_cast

# No deadline: how busy the machine is says nothing about the code.
settings.register_profile("backfit", deadline=None)
settings.load_profile("backfit")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def api() -> APIClient:
    return APIClient()
