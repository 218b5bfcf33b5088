"""The programs that are attacked, built if they are missing."""

import os
import subprocess
import sys

from campaign import ROOT

SHIM_SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim.c")


def shell(script):
    """Runs bash with the functions of setup.sh; returns what it prints. Ends the process if it
    fails."""
    done = subprocess.run(
        ["bash", "-euc", f"source tools/lib/setup.sh; {script}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}\nfailed: {script}")
    return done.stdout


# Built like the tests, to share the work: optimized, with assertions enabled.
TESTED = '"${optimized_build[@]}"'


def release(scratch, *flags):
    """The options of a release build in a directory of its own: what ships stays untouched."""
    return " ".join(("-c release --scratch-path", scratch, *flags))


def build(product, options):
    """Builds a product; returns its path."""
    print(f"building {product}, which may take minutes", flush=True)
    shell(f"need_build_tools; swift build {options} --product {product}")
    folder = shell(f"swift build {options} --show-bin-path").split()[-1]
    return os.path.join(folder, product)


class Programs:
    """Paths: `cli` is what ships; `dynamic` is the same, built so that the shim can intercept it;
    `host` and `shim` are the campaign's own."""

    def __init__(self, cli, dynamic, host, shim):
        self.cli = cli
        self.dynamic = dynamic
        self.host = host
        self.shim = shim

    @classmethod
    def built(cls):
        cli = os.environ.get("POINTSLEDGER")
        if cli is None:
            cli = build("pointsledger", '"${release_build[@]}"')
        if not os.access(cli, os.X_OK):
            sys.exit(f"{cli}: not there")
        dynamic = build("pointsledger", TESTED)
        host = build("torture-host", TESTED)
        return cls(os.path.abspath(cli), dynamic, host, built_shim())

    @classmethod
    def with_canaries(cls):
        """All from one build, in which POINTSLEDGER_CANARY plants bugs."""
        options = release(".build/canaries", "-Xswiftc -DCANARIES")
        dynamic = build("pointsledger", options)
        host = build("torture-host", options)
        return cls(dynamic, dynamic, host, built_shim())


def built_shim():
    """The library to preload; rebuilt if its source is newer."""
    path = os.path.join(ROOT, ".build/torture/shim.so")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(SHIM_SOURCE):
        compiler = "$(command -v clang || command -v gcc || command -v cc)"
        shell(
            "command -v clang gcc cc >/dev/null || install_packages gcc || exit 1; "
            f"{compiler} -O1 -shared -fPIC -o {path}.new {SHIM_SOURCE} -ldl -lpthread"
        )
        os.replace(path + ".new", path)
    return path
