"""Compiled code is kept where it can be written, one folder for each version of the search."""

import re
from pathlib import Path

import numba
import pytest

from dispatch.planning import compiled
from dispatch.planning.compiled import FOLDER, SOURCES, cache_folder, prepare_cache

PLANNING = Path(compiled.__file__).parent


def test_the_folder_is_under_the_one_that_is_given_and_only_once(tmp_path: Path) -> None:
    first = cache_folder({"NUMBA_CACHE_DIR": str(tmp_path)})
    assert first.parent == tmp_path
    assert cache_folder({"NUMBA_CACHE_DIR": str(first)}) == first
    assert first.name == FOLDER.name or FOLDER.name.startswith("sanxian-")


def test_without_one_it_is_in_the_users_own_cache(tmp_path: Path) -> None:
    assert cache_folder({"XDG_CACHE_HOME": str(tmp_path)}).parent == tmp_path / "sanxian"


def test_a_folder_that_cannot_be_written_costs_a_compilation_not_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    blocked = tmp_path / "a file"
    blocked.write_text("", encoding="utf-8")
    environ = {"NUMBA_CACHE_DIR": str(blocked)}
    folder = prepare_cache(environ)
    assert folder.is_dir()
    assert environ["NUMBA_CACHE_DIR"] == str(folder)


def test_the_folder_is_another_one_when_a_file_changed_that_a_compiled_one_calls() -> None:
    for path in PLANNING.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "\n@compiled\n" in text:
            called = {
                f"{name}.py"
                for name in re.findall(r"^from dispatch\.planning\.(\w+) import", text, re.MULTILINE)
            }
            assert called <= set(SOURCES), path.name
