"""The programs that are attacked, built where they are missing."""

import os
import subprocess
import sys

from campaign import ROOT

SHIM_SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim.c")


def shell(script, show=True):
    """Runs bash with the functions of setup.sh; returns what it prints. Ends the process if it fails."""
    done = subprocess.run(
        ["bash", "-euc", f"source tools/lib/setup.sh; {script}"], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}\nfailed: {script}")
    return done.stdout


def build(product, scratch, *flags):
    """Builds a product in a place of its own; returns its path. What ships lies elsewhere, untouched."""
    options = " ".join(("-c release --scratch-path", scratch, *flags))
    shell(f"need_build_tools; swift build {options} --product {product}")
    folder = shell(f"swift build {options} --show-bin-path").split()[-1]
    return os.path.join(folder, product)


class Programs:
    """Paths: `cli` is what ships; `dynamic` is the same, so built that the shim can enter it; `host`
    and `shim` are the campaign's own."""

    def __init__(self, cli, dynamic, host, shim):
        self.cli = cli
        self.dynamic = dynamic
        self.host = host
        self.shim = shim

    @classmethod
    def built(cls):
        cli = os.environ.get("POINTSLEDGER")
        if cli is None:
            shell('need_build_tools; swift build "${release_build[@]}" --product pointsledger')
            folder = shell('swift build "${release_build[@]}" --show-bin-path').split()[-1]
            cli = os.path.join(folder, "pointsledger")
        if not os.access(cli, os.X_OK):
            sys.exit(f"{cli}: not there")
        dynamic = build("pointsledger", ".build/torture")
        host = build("torture-host", ".build/torture")
        return cls(os.path.abspath(cli), dynamic, host, built_shim())

    @classmethod
    def with_canaries(cls):
        """All of one build, in which POINTSLEDGER_CANARY plants bugs."""
        dynamic = build("pointsledger", ".build/canaries", "-Xswiftc -DCANARIES")
        host = build("torture-host", ".build/canaries", "-Xswiftc -DCANARIES")
        return cls(dynamic, dynamic, host, built_shim())


def built_shim():
    """The library to preload; made again where its source is newer."""
    path = os.path.join(ROOT, ".build/torture/shim.so")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(SHIM_SOURCE):
        compiler = "$(command -v clang || command -v gcc || command -v cc)"
        shell('command -v clang gcc cc >/dev/null || install_packages gcc || exit 1; '
              f'{compiler} -O1 -shared -fPIC -o {path}.new {SHIM_SOURCE} -ldl -lpthread')
        os.replace(path + ".new", path)
    return path
