"""How a server ends: at the end of its input, on a signal, with its parent."""

import os
import signal
import subprocess
import sys
import threading
import time

from check_serve.server import Client, Server, earn, lines_of


def check(cli):
    ledger = cli.fresh("ending")
    standard_input(cli, ledger)
    for number in (signal.SIGTERM, signal.SIGINT):
        on_signal(cli, ledger, number)
    under_load(cli, ledger)
    with_its_parent(cli, ledger)
    cli.expect("the ledger is sound", 0, "verify", ledger)


def standard_input(cli, ledger):
    answer = cli.run("serve", ledger, stdin=lines_of(earn(f"in-{n}", id=n) for n in range(3000)))
    cli.check("at the end of its input all is answered, in order, and the status is 0",
              answer.code == 0 and not answer.err
              and [line["id"] for line in answer.lines()] == list(range(3000)), answer)
    answer = cli.run("serve", ledger, stdin="")
    cli.check("no input, no answer", answer.code == 0 and not answer.out and not answer.err, answer)
    process = cli.start("serve", ledger, stdin=subprocess.PIPE)
    for n in range(3):
        process.stdin.write(lines_of([earn(f"wait-{n}")]))
        process.stdin.flush()
        cli.check(f"post {n} is answered while the pipe is open",
                  b'"sequence"' in process.stdout.readline())
    process.stdout.close()
    process.stdin.write(lines_of([earn("nobody reads")]))
    process.stdin.close()
    cli.check("who goes away ends it quietly", process.wait(timeout=10) == 0)


def on_signal(cli, ledger, number):
    name = signal.Signals(number).name
    process = cli.start("serve", ledger, stdin=subprocess.PIPE)
    process.stdin.write(lines_of([earn(f"{name}-1")]) + b'{"kind":')
    process.stdin.flush()
    first = process.stdout.readline()
    start = time.monotonic()
    process.send_signal(number)
    code = process.wait(timeout=10)
    cli.check(f"{name} ends it with 0, at once",
              code == 0 and b"sequence" in first and time.monotonic() - start < 3, code)
    process.stdin.close()
    process.stdout.close()
    with Server(cli, ledger) as server, Client(server.path) as idle:
        idle.ask(**earn(f"{name}-2"))
        start = time.monotonic()
        server.process.send_signal(number)
        code = server.process.wait(timeout=10)
        cli.check(f"{name} ends a server with 0, at once, and its socket is gone",
                  code == 0 and time.monotonic() - start < 3 and not os.path.exists(server.path),
                  code)
        cli.check("its clients see the end", idle.line() is None)


def under_load(cli, ledger):
    """SIGTERM while clients post, and while one does not read: what was answered is there."""
    answered = []
    with Server(cli, ledger) as server:
        def post(client, number):
            try:
                with client:
                    for n in range(1_000_000):
                        post = earn(f"load-{number}-{n}", member=f"m{n % 100}")
                        if (answer := client.ask(**post)) is None:
                            return
                        answered.append((post, answer["sequence"]))
            except OSError:
                pass

        threads = [threading.Thread(target=post, args=(Client(server.path), n)) for n in range(8)]
        for thread in threads:
            thread.start()
        slow = Client(server.path)
        slow.socket.setblocking(False)
        try:
            while True:
                slow.socket.send(lines_of([{"command": "history", "member": "m"}]) * 20)
        except BlockingIOError:
            pass
        time.sleep(0.5)
        start = time.monotonic()
        server.process.terminate()
        code = server.process.wait(timeout=30)
        seconds = time.monotonic() - start
        for thread in threads:
            thread.join()
        slow.close()
        cli.check("SIGTERM under load ends it within 9 seconds, though one does not read",
                  code == 0 and seconds < 9, (code, seconds))
        server.start()
        with Client(server.path) as client:
            wrong = [post for post, sequence in answered
                     if client.ask(**post).get("sequence") != sequence]
        cli.check(f"and all of {len(answered)} answered posts are there",
                  answered and not wrong, wrong[:5])


def with_its_parent(cli, ledger):
    program = ("import subprocess, sys, time\n"
               "child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\n"
               "print(child.pid, flush=True)\n"
               "time.sleep(60)\n")
    for options in ([], ["--socket", "p.sock", "--until-end-of-input"]):
        parent = subprocess.Popen(
            [sys.executable, "-c", program, cli.binary, "serve", ledger, *options],
            stdout=subprocess.PIPE, cwd=cli.scratch, env=cli.environment)
        child = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
        parent.wait()
        end = time.monotonic() + 10
        while is_running(child) and time.monotonic() < end:
            time.sleep(0.02)
        cli.check(f"it ends with its parent {' '.join(options[2:])}", not is_running(child))
        parent.stdout.close()
    cli.check("and its socket is gone", not os.path.exists(cli.path("p.sock")))


def is_running(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
