"""The clients in tools/examples: what their comments say, and that they go on after a kill."""

import os
import shutil
import subprocess
import threading
import time

from campaign import TOOLS
from check_serve.server import Server
from serve_client import Ledger

SCRIPT = """
const { Ledger } = require(process.argv[2]);
(async () => {
  const ledger = new Ledger(process.argv[3]);
  const post = (n) => ({ kind: "earn", member: "js", points: "1", reference: "js-" + n });
  const many = await Promise.all([...Array(500).keys()].map((n) => ledger.ask(post(n))));
  console.log("posted", many.filter((answer) => !answer.duplicate).length);
  for (let n = 500; n < 1500; n++) await ledger.ask(post(n));
  const again = await ledger.ask(post(7));
  console.log("again", again.duplicate, again.sequence === many[7].sequence);
  console.log("available", (await ledger.ask({ command: "balance", member: "js" })).available);
  await ledger.ask({ command: "nonsense" }).catch((error) => console.log(error.message));
  ledger.close();
})();
"""


def check(cli):
    for name in ("serve_client.py", "serve_client.js"):
        with open(os.path.join(TOOLS, "examples", name), encoding="utf-8") as file:
            cli.check(f"{name} has under 60 lines", len(file.readlines()) < 60)
    ledger = cli.fresh("examples")
    with Server(cli, ledger) as server:
        python(cli, server)
        javascript(cli, server)


def python(cli, server):
    ledger = Ledger(server.path)
    answer = ledger.ask(kind="earn", member="py", points="30", reference="S012/T3/000451")
    cli.check("the client in Python posts and asks", answer["available"] == "30"
              and ledger.ask(command="balance", member="py")["available"] == "30", answer)
    server.kill()
    threading.Thread(target=server.start).start()
    again = ledger.ask(kind="earn", member="py", points="30", reference="S012/T3/000451")
    cli.check("and goes on after a kill; its retry is a duplicate",
              again["duplicate"] and again["sequence"] == answer["sequence"], again)
    try:
        ledger.ask(command="nonsense")
        cli.check("what is refused as a request is an error", False)
    except ValueError as error:
        cli.check("what is refused as a request is an error", "no such command" in str(error))
    ledger.close()
    lonely = Ledger(cli.path("nobody.sock"), patience=0.2)
    try:
        lonely.ask(command="info")
        cli.check("without a server it gives up", False)
    except OSError:
        cli.check("without a server it gives up", True)


def javascript(cli, server):
    node = has_node()
    if node is None:
        print("      there is no Node here: its client is not checked", flush=True)
        return
    script = cli.path(cli.write("client.js", SCRIPT))
    process = subprocess.Popen(
        [node, script, os.path.join(TOOLS, "examples", "serve_client.js"), server.path],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    first = process.stdout.readline()
    for _ in range(2):
        time.sleep(0.15)
        server.kill()
        time.sleep(0.1)
        server.start()
    out = first + process.communicate(timeout=60)[0]
    cli.check("the client in JavaScript goes on after two kills, and posts everything once",
              out.splitlines()[:3] == ["posted 500", "again true true", "available 1500"]
              and "no such command" in out, out)


def has_node():
    """The path of Node; it is installed if that needs no password. None if it is not to be had."""
    if not shutil.which("node"):
        install = ["bash", "-c", "source tools/lib/setup.sh; install_packages nodejs"]
        try:
            subprocess.run(install, cwd=os.path.dirname(TOOLS), check=False, timeout=120)
        except subprocess.TimeoutExpired:
            pass
    return shutil.which("node")
