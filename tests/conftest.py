"""What every test may use: Hypothesis profiles by cost, and the real documents where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

_COMMON = settings(
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("fast", _COMMON, max_examples=50)
settings.register_profile("ci", _COMMON, max_examples=200)
settings.register_profile("thorough", _COMMON, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the repository; a test that needs it skips without it."""
    folder = ROOT.parent / "shared"
    if not (folder / "disclosures").is_dir():
        pytest.skip("the real documents (../shared/disclosures) are not beside this checkout")
    return folder
