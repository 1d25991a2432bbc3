"""Take the README's pictures from a living demo: python -m benchmarks.screens [--folder docs/pictures] [--all FOLDER].

A day of the demo's city runs sixty times as fast as ours until its late morning; then Chromium opens the three pages.
`--all` puts every size, language and colour scheme of the board, full and empty, into another folder, for whoever
wants to look at them all.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import click
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

Scheme = Literal["light", "dark"]
SIZES: Final = {"1440": (1440, 900), "1024": (1024, 768), "390": (390, 844)}
LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
SPEED: Final = 60
WARM_UP_S: Final = 200
"""By then it is about noon in the city."""
SETTLE_MS: Final = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture of the board."""

    name: str
    size: str
    language: str
    scheme: Scheme
    query: str = ""


README: Final = (
    Shot(name="board", size="1440", language="zh-Hans", scheme="light"),
    Shot(name="board-dark", size="1440", language="en", scheme="dark"),
    Shot(name="board-1024", size="1024", language="zh-Hant", scheme="light"),
    Shot(name="board-390", size="390", language="zh-Hans", scheme="light"),
)
EMPTY: Final = (Shot(name="board-empty", size="1440", language="en", scheme="light"),)


def every(kind: str) -> tuple[Shot, ...]:
    return tuple(
        Shot(name=f"{kind}-{size}-{language}-{scheme}", size=size, language=language, scheme=scheme)
        for size in SIZES
        for language in LANGUAGES
        for scheme in SCHEMES
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    links: tuple[str, ...]
    password: str
    logins: tuple[str, ...]


@contextmanager
def demo(*options: str) -> Iterator[Demo]:
    """The demo as a newcomer starts it, in a folder of its own; what it prints says where it is."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            str(Path(sys.executable).with_name("sanxian")),
            "demo",
            "--data",
            f"{folder}/city",
            "--date",
            "2026-11-20",
        ]
        process = subprocess.Popen(  # noqa: S603 - the demo of this very checkout
            [*command, "--speed", str(SPEED), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            told = ""
            for line in process.stdout:
                told += line
                if line.startswith("Ctrl-C"):
                    break
            yield Demo(
                links=tuple(re.findall(r"^http://\S+$", told, re.MULTILINE)),
                password=re.search(r"password (\S+) as", told)[1],  # type: ignore[index]  # it is always told
                logins=tuple(re.findall(r"^  (\S+) ", told, re.MULTILINE)),
            )
        finally:
            process.terminate()
            process.wait(timeout=30)


def sign_in(browser: Browser, shown: Demo, login: str, shot: Shot) -> Page:
    width, height = SIZES[shot.size]
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=height), color_scheme=shot.scheme, locale=shot.language
    )
    base = shown.links[0].removesuffix("/board")
    context.add_cookies([{"name": "lang", "value": shot.language, "url": base}])
    context.add_init_script(f"localStorage.setItem('sanxian.language', '{shot.language}')")
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", shown.password)
    page.click("button[type=submit]")
    page.wait_for_url(re.compile("/(board|t/)"))
    return page


def take(browser: Browser, shown: Demo, shots: tuple[Shot, ...], folder: Path) -> None:
    """The dispatcher signs in once for each size, language and scheme; each picture waits for the live line."""
    for shot in shots:
        page = sign_in(browser, shown, "dispatcher", shot)
        expect(page.locator(".live.is-live")).to_be_visible(timeout=60_000)
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=folder / f"{shot.name}.png")
        page.context.close()
        click.echo(f"{folder / shot.name}.png")


def take_phones(browser: Browser, shown: Demo, folder: Path) -> None:
    phone = Shot(name="technician", size="390", language="zh-Hans", scheme="light")
    login = next(one for one in shown.logins if one not in {"dispatcher", "lead", "manager", "admin"})
    page = sign_in(browser, shown, login, phone)
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=folder / "technician.png")
    if len(shown.links) > 2:
        page.goto(shown.links[2])
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=folder / "customer.png")
    page.context.close()


@click.command(help=__doc__)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/pictures"))
@click.option("--all", "everything", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path, everything: Path | None) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    for place in (folder, everything):
        if place is not None:
            place.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        with demo() as shown:
            time.sleep(WARM_UP_S)
            take(browser, shown, README, folder)
            take_phones(browser, shown, folder)
            if everything is not None:
                take(browser, shown, every("full"), everything)
        with demo("--empty") as shown:
            take(browser, shown, EMPTY, folder)
            if everything is not None:
                take(browser, shown, every("empty"), everything)
        browser.close()


if __name__ == "__main__":
    main()
