"""What every test may use: Hypothesis profiles by cost, and the real documents where they are."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import cache
from math import inf
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, settings

from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import Document, read, read_document

ROOT = Path(__file__).resolve().parents[1]

_COMMON = settings(
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# The same examples every time, so that a change is judged by what it changes; new ones are looked for
# with the other two profiles.
settings.register_profile("fast", _COMMON, max_examples=50, derandomize=True)
settings.register_profile("search", _COMMON, max_examples=200)
settings.register_profile("thorough", _COMMON, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


def pytest_collection_finish() -> None:
    """Thousands of tests are held to the end: the collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session")
def document_of(shared: Path) -> Callable[[str], Document]:
    """A real document by its name, opened once however many tests look at it."""
    return cache(lambda name: read_document(shared / "disclosures" / name))


@pytest.fixture(scope="session")
def disclosure_of(shared: Path) -> Callable[[str], Disclosure]:
    """A real document by its name as the disclosure it is, read once."""
    return cache(lambda name: read(shared / "disclosures" / name))


@pytest.fixture(scope="session")
def growth() -> Callable[[Callable[[], object], Callable[[], object]], float]:
    """How many times as long the second takes as the first: the processor's time, best of three.

    Four times the work done in about four times the time needs no second look.
    """

    def took(do: Callable[[], object]) -> float:
        start = process_time()
        do()
        return process_time() - start

    def times(small: Callable[[], object], large: Callable[[], object]) -> float:
        pairs: list[tuple[float, float]] = []
        grown = inf
        while grown > 5 and len(pairs) < 3:
            pairs.append((took(small), took(large)))
            grown = min(more for _, more in pairs) / max(min(less for less, _ in pairs), 0.005)
        return grown

    return times
