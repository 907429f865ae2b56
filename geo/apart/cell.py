"""What a reading process runs first: it gives its rights away, then loads the module that reads.

Run as a file, with the standard library alone, so that nothing else has been imported (and no thread
started) before the limits hold. What the system does not offer is left out; the limits of memory,
processor time and file size are always there.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import mimetypes
import os
import struct
import sys
import types
from contextlib import suppress
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_CREATE_RULES, _ADD_RULE, _RESTRICT = 444, 445, 446
_READ = 0b1100
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP = 0b11
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)


def limit(memory_mb: int, seconds: int, file_mb: int) -> None:
    """Hold this process to so much address space, processor time, and size of a file it writes."""
    if sys.platform == "win32":
        return
    wanted = {
        resource.RLIMIT_AS: memory_mb << 20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: file_mb << 20,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        held = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (held, held))


def leave_network() -> bool:
    """Move to an empty network of our own; True where the system let us."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(int(libc.unshare(flags)) == 0 for flags in (_NEW_NET, _NEW_NET | _NEW_USER))


def see_only(readable: list[str], writable: list[str]) -> bool:
    """Let this process open these files and folders and no others, run no program, and make no TCP connection.

    True where the system let us.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULES, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    every = _FILE_RIGHTS[max(v for v in _FILE_RIGHTS if v <= version)]
    handled = struct.pack("QQ", every, _TCP if version >= 4 else 0)[: 16 if version >= 4 else 8]
    rules = libc.syscall(_CREATE_RULES, handled, ctypes.c_size_t(len(handled)), 0)
    if rules < 0:
        return False
    for path, rights in [*((p, _READ) for p in readable), *((p, every & ~1) for p in writable)]:
        _allow(libc, rules, path, rights)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done = bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    os.close(rules)
    return done


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    if not Path(path).exists():
        return
    if not Path(path).is_dir():
        rights &= 0b0100
    opened = os.open(path, getattr(os, "O_PATH", os.O_RDONLY))
    libc.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, opened), 0)
    os.close(opened)


class _Without:
    """Keeps out what Arrow and pyogrio import where it is installed, and nothing here needs: half of the start."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Refuse the two, leave all others to the next finder."""
        if name.partition(".")[0] in {"pandas", "geopandas"}:
            raise ModuleNotFoundError(name)


def _bare(module: str) -> Any:
    """Name the packages above the module without running them: what they import besides costs a second."""
    import geo  # noqa: PLC0415 - only once the limits hold

    mimetypes.knownfiles.clear()  # openpyxl would look for them all over the system
    parts = module.split(".")[1:-1]
    for depth in range(1, len(parts) + 1):
        package = types.ModuleType(".".join(("geo", *parts[:depth])))
        package.__path__ = [str(Path(geo.__path__[0]).joinpath(*parts[:depth]))]
        sys.modules[package.__name__] = package
    sys.meta_path.insert(0, _Without())
    return geo


def main() -> None:
    """Confine this process, then do the job that the first argument describes in JSON."""
    job = json.loads(sys.argv[1])
    limit(job["memory_mb"], job["seconds"], job["file_mb"])
    leave_network()
    ours = _bare(job["module"])
    libraries = [sys.prefix, sys.base_prefix, *ours.__path__, *(p for p in sys.path if p.endswith("-packages"))]
    see_only([*libraries, *_SYSTEM, job["folder"]], [job["work"]])
    importlib.import_module(job["module"]).main(job)


if __name__ == "__main__":
    main()
