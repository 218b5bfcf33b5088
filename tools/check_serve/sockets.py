"""The file of the socket: who may connect, what is replaced, what is refused."""

import os
import socket
import stat

from check_serve.server import Client, Server, earn


def check(cli):
    ledger, other = cli.fresh("sockets"), cli.fresh("others")
    with Server(cli, ledger) as server:
        mode = os.stat(server.path).st_mode
        cli.check("the socket is for its owner only",
                  stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600, oct(mode))
        cli.expect("a live socket is not replaced", 75, "serve", other, "--socket", server.path,
                   says="another server listens there")
        with Client(server.path) as client:
            cli.check("and its server is not disturbed", "sequence" in client.ask(**earn("live")))
        cli.expect("a ledger has one writer", 75, "serve", ledger, "--socket", "t.sock")
        cli.check("who is refused leaves no socket", not os.path.exists(cli.path("t.sock")))
        server.kill()
        cli.check("a killed server leaves its socket", os.path.exists(server.path))
        server.start()
        with Client(server.path) as client:
            cli.check("which the next one replaces", client.ask(**earn("live"))["duplicate"])
    cli.check("and removes at its end", not os.path.exists(server.path))
    with Server(cli, ledger) as server:
        os.unlink(server.path)
        mine = socket.socket(socket.AF_UNIX)
        mine.bind(server.path)
    cli.check("a socket that is not its own stays", os.path.exists(server.path))
    mine.close()
    os.unlink(server.path)
    cli.expect("a path that is too long", 64, "serve", ledger, "--socket", "a" * 108,
               says="108 bytes long, and the system takes 1 to 107")
    cli.expect("an empty one", 64, "serve", ledger, "--socket", "")
    cli.write("file", "precious")
    cli.expect("a file that is no socket", 73, "serve", ledger, "--socket", "file",
               says="is no socket")
    cli.check("stays as it is", open(cli.path("file")).read() == "precious")
    cli.expect("a folder that is not there", 73, "serve", ledger, "--socket", "no/s.sock")
    cli.expect("no ledger", 66, "serve", "nothing", "--socket", "t.sock")
    cli.expect("an option that needs another", 64, "serve", ledger, "--until-end-of-input")
    server = cli.start("serve", ledger, "--socket", "b" * 107)
    try:
        path = os.path.join(cli.scratch, "b" * 107)
        while not os.path.exists(path) and server.poll() is None:
            os.sched_yield()
        os.chdir(cli.scratch)
        with Client("b" * 107) as client:
            cli.check("a relative path of 107 bytes is served",
                      client.ask(**earn("relative"))["sequence"])
    finally:
        server.terminate()
        server.wait()
