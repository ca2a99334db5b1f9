import pytest
from rest_framework.test import APIClient

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def api() -> APIClient:
    return APIClient()
