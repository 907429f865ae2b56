"""Find the Chromium that the browser tests drive; ``--install`` gets Debian's where root may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HELP = (
    "The browser tests need Chromium: install it (Debian: sudo apt-get install chromium) or set CHROMIUM to its path."
)


def find() -> str | None:
    """Give the path of a browser, ``CHROMIUM`` first; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's Chromium with a font for Arabic, without questions."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium", "fonts-noto-core"]):
        subprocess.run(["apt-get", *command], check=True, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """Say where the browser is, or in one line what to install."""
    can_install = os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None
    if find() is None and "--install" in sys.argv and can_install:
        print("Installing Chromium for the browser tests …")
        install()
    path = find()
    print(f"Browser tests use {path}." if path else HELP, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
