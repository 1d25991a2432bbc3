"""A wheel built from a clean clone, installed in a clean environment outside the checkout, serves all three pages."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest
from numba.core.caching import UserProvidedCacheLocator

from dispatch.planning.compiled import FOLDER
from tests.conftest import PROVE

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, from a clone of what is committed."""
    clone = tmp_path_factory.mktemp("clone") / "sanxian"
    run("git", "clone", "--quiet", "--no-hardlinks", ROOT, clone, cwd=ROOT)
    out = clone / "dist"
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "-w",
        out,
        clone,
        cwd=clone,
    )
    (built,) = out.glob("*.whl")
    return built


def lend_machine_code(site: Path, cache: Path) -> None:
    """Give the installed wheel what this checkout has compiled, so that nobody waits a minute for the same again.

    Each of these files carries the hash of the source that it was made of, and numba compiles anew whatever does not
    match the installed one: what is tested is the wheel's own code, whatever was lent to it.
    """
    folder_of = UserProvidedCacheLocator.get_suitable_cache_subpath
    for package in ("dispatch/planning", "dispatch/travel"):
        ours = FOLDER / folder_of(str(ROOT / package / "__init__.py"))
        theirs = cache / FOLDER.name / folder_of(str(site / package / "__init__.py"))
        if ours.is_dir():
            shutil.copytree(ours, theirs)


def test_the_wheel_carries_templates_texts_pages_and_libraries(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "dispatch/static/css/tokens.css",
        "dispatch/static/vendor/importmap.json",
        "dispatch/static/vendor/licences/preact.txt",
        "dispatch/static/locales/zh-Hant/customer.ftl",
        "dispatch/static/js/board/main.js",
    ):
        assert needed in names
    assert any(re.match(r"notifications/templates/.+\.zh-Hans\.txt", name) for name in names)
    assert any(name.startswith("dispatch/storage/migrations/versions/") for name in names)
    assert any(name.startswith("dispatch/web/templates/") for name in names)


def test_the_installed_wheel_serves_all_three_pages_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    runtime = ROOT / "requirements" / "runtime.lock"
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--require-hashes",
        "-r",
        runtime,
        cwd=tmp_path,
    )
    run(python, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", wheel, cwd=tmp_path)
    env = {
        key: value for key, value in os.environ.items() if not key.startswith(("SANXIAN_", "PYTHON", "COV_"))
    }
    env["NUMBA_CACHE_DIR"] = str(tmp_path / "cache")
    if not PROVE:
        (site,) = (tmp_path / "venv" / "lib").glob("python3.*/site-packages")
        lend_machine_code(site, tmp_path / "cache")
    with subprocess.Popen(
        [tmp_path / "venv" / "bin" / "sanxian", "demo", "--data", tmp_path / "demo", "--speed", "1"],
        cwd=tmp_path,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    ) as demo:
        try:
            assert demo.stdout is not None
            links: list[str] = []
            while len(links) < 3:
                line = demo.stdout.readline()
                assert line, "the demo ended before it printed its three links"
                if line.startswith("http://"):
                    links.append(line.strip())
            with httpx.Client(follow_redirects=True, timeout=30) as browser:
                answers = [browser.get(link) for link in links]
            assert [answer.status_code for answer in answers] == [200, 200, 200]
            assert all("<!doctype html>" in answer.text.lower() for answer in answers)
        finally:
            demo.terminate()
            demo.wait(timeout=30)
    shutil.rmtree(tmp_path / "demo", ignore_errors=True)
