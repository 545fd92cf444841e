"""The made-up disclosures of the benchmarks, for the tests of the proof."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "proof_documents.py"
    spec = importlib.util.spec_from_file_location("proof_documents", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
