"""tools/install: the manual page renders, completions load, and all of it goes away again."""

import os
import re
import shutil
import subprocess

from campaign import ROOT

FILES = ["bin/pointsledger", "share/man/man1/pointsledger.1",
         "share/bash-completion/completions/pointsledger",
         "share/zsh/site-functions/_pointsledger",
         "share/fish/vendor_completions.d/pointsledger.fish",
         "share/doc/pointsledger/running.md"]


def run(*command, **other):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **other)


def installed(folder):
    return sorted(os.path.relpath(os.path.join(place, name), folder)
                  for place, _, names in os.walk(folder) for name in names)


def check(cli):
    install = os.path.join(ROOT, "tools", "install")
    environment = dict(os.environ, POINTSLEDGER=cli.binary, DESTDIR=cli.path("package"))
    done = run(install, "--prefix", "/usr", env=environment)
    folder = cli.path("package", "usr")
    cli.check("tools/install puts everything below DESTDIR and the prefix",
              done.returncode == 0 and set(FILES) <= set(installed(folder)), (done, installed(folder)))
    again = run(install, "--prefix=/usr", env=environment)
    cli.check("it can be run again", again.returncode == 0, again)
    cli.check("a wrong option is named", run(install, "--prefux", "/").returncode == 64)
    check_manual(cli, os.path.join(folder, FILES[1]))
    check_bash(cli, os.path.join(folder, FILES[2]))
    for shell, name in (("zsh", FILES[3]), ("fish", FILES[4])):
        path = os.path.join(folder, name)
        if shutil.which(shell):
            cli.check(f"{shell} reads its completions", run(shell, "-n", path).returncode == 0)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        cli.check(f"{shell} completes every command",
                  all(command in text for command in ("restore-archive", "rollforward", "sweep")))
    removed = run(install, "--uninstall", "--prefix", "/usr", env=environment)
    cli.check("--uninstall removes all of it", removed.returncode == 0 and not installed(folder),
              (removed, installed(folder)))


def check_manual(cli, path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    commands = re.findall(r"^\.SS (.*)$", text, re.M)
    cli.check("the manual page has every command", len(commands) > 20, commands)
    cli.check("with an example each", text.lower().count("example") >= len(commands))
    cli.check("it is ASCII, and names the version", text.isascii() and "format 1" in text[:200])
    if not shutil.which("groff"):
        return print("skip  there is no groff")
    done = run("groff", "-man", "-Tascii", "-ww", "-z", path)
    cli.check("groff has nothing to say about it", done.returncode == 0 and not done.stderr, done)
    done = run("groff", "-man", "-Tascii", "-P-cbou", "-rLL=80n", path)
    wide = [line for line in done.stdout.splitlines() if len(line) > 80]
    cli.check("it fits 80 columns", done.returncode == 0 and not wide and "rollforward" in done.stdout,
              wide[:3])


def check_bash(cli, path):
    script = f"""
        source {path}
        complete -p pointsledger
        COMP_WORDS=(pointsledger balan); COMP_CWORD=1; COMP_LINE='pointsledger balan'
        COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9; COMP_KEY=9
        _pointsledger pointsledger balan pointsledger 2>/dev/null
        echo "${{COMPREPLY[@]}}"
    """
    done = run("bash", "--norc", "-O", "extglob", "-c", script)
    cli.check("bash loads its completions, and completes a command",
              done.returncode == 0 and "balance" in done.stdout.splitlines()[-1], done)
