"""Clients that send rubbish, half lines and long lines, die, keep silent or do not read: nobody
else is harmed."""

import json
import os
import time

from check_serve.server import Client, Server, earn, lines_of, memory_of, threads_of


def check(cli):
    ledger = cli.fresh("clients")
    with Server(cli, ledger) as server, Client(server.path) as good:
        rubbish(cli, server)
        long_lines(cli, server)
        pipelined(cli, server)
        slow_reader(cli, server, good)
        dying(cli, server, good)
        silent(cli, server, good)
        many(cli, server, good)
        cli.check("the server is still there", server.process.poll() is None)
    cli.expect("and its ledger is sound", 0, "verify", ledger)


def rubbish(cli, server):
    with Client(server.path) as client:
        given = []
        for line in (b"rubbish", b"\x00\xff\xfe", b"[1,2]", b'{"id":7,"kind":"earn"}', b'{"a":1}',
                     b'{"id":1,"command":"balance","member":"m","member":"m"}', b"{" * 1000,
                     b'{"x-a":' + b"[" * 1000, "ünïcode".encode()):
            client.send(line + b"\n")
            given.append(client.line())
        cli.check("rubbish is answered with errors, and the session goes on",
                  all(answer["error"] in ("notJSON", "malformed") for answer in given)
                  and given[3]["id"] == 7 and client.ask(**earn("rubbish"))["sequence"], given)
    with Client(server.path) as client:
        client.send(lines_of([earn("half-1")]) + lines_of([earn("half-2")])[:-1])
        client.socket.shutdown(1)
        given = [client.line(), client.line(), client.line()]
        cli.check("a line that is cut off is not done, and said",
                  "sequence" in given[0] and given[1]["error"] == "lineNotEnded" and not given[2]
                  and asked(server, command="show", reference="half-2")["error"] == "unknownEntry",
                  given)
    with Client(server.path) as client:
        for byte in lines_of([earn("slowly")]):
            client.send(bytes([byte]))
        cli.check("a line may come byte by byte", client.line()["available"])


def long_lines(cli, server):
    with Client(server.path) as client:
        client.send(b'{"id":1,"command":"info","x-a":"' + b"a" * 10_000_000 + b'"}\n')
        client.send(lines_of([earn("behind", id=2)]))
        first, second = client.line(), client.line()
        cli.check("a line of 10 MB is an error, and the next is answered",
                  first["error"] == "lineTooLong" and second["id"] == 2, (first, second))
        exact = json.dumps({"command": "balance", "member": "m", "x-a": ""})
        exact = exact.replace('""', '"' + "a" * ((1 << 20) - len(exact)) + '"')
        client.send(exact + "\n")
        cli.check("a line of 1,048,576 bytes is none", "available" in client.line())
        posts = [earn(f"group-{n}", member=f"m{n}") for n in range(1024)]
        answers = client.ask(posts=posts)["answers"]
        cli.check("a group of 1,024 is posted", len(answers) == 1024
                  and [a["sequence"] - answers[0]["sequence"] for a in answers]
                  == list(range(1024)))
        cli.check("one of 1,025 is not",
                  client.ask(posts=posts + [earn("one more")])["error"] == "malformed")


def pipelined(cli, server):
    with Client(server.path) as client:
        requests = []
        for n in range(2000):
            requests.append(earn(f"pipe-{n}", member="p", id=n))
            if n % 100 == 99:
                requests.append({"id": f"b{n}", "command": "balance", "member": "p"})
        before = writes_of(server.process)
        client.send(lines_of(requests))
        given = [client.line() for _ in requests]
        balances = [answer for answer in given if str(answer["id"]).startswith("b")]
        cli.check("2,000 posts without waiting: answers in order, balances between",
                  [answer["id"] for answer in given] == [request["id"] for request in requests]
                  and all(int(answer["available"]) == int(answer["id"][1:]) + 1
                          for answer in balances))
        count = writes_of(server.process) - before
        cli.check("and they share writes", count < 1000, count)


def slow_reader(cli, server, good):
    """A client that writes and never reads is read from no more once its buffers are full."""
    with Client(server.path) as client:
        client.socket.setblocking(False)
        line = lines_of([{"command": "history", "member": "p", "limit": 1000}])
        sent, calm = 0, 0
        while calm < 20:
            try:
                sent += client.socket.send(line * 100)
                calm = 0
            except BlockingIOError:
                calm += 1
                time.sleep(0.02)
        cli.check("who does not read is not read from", sent < 8 << 20, sent)
        grown = memory_of(server.process)
        cli.check("and its answers are not piled up", grown < 400 << 20, grown)
        start = time.monotonic()
        good.ask(**earn("beside a slow reader"))
        cli.check("and others do not wait for it", time.monotonic() - start < 2)


def dying(cli, server, good):
    for n in range(50):
        client = Client(server.path)
        client.send(lines_of([earn(f"dying-{n}-{i}") for i in range(20)]))
        if n % 2:
            client.send(b'{"kind":')
        client.close()
    answer = good.ask(**earn("after them"))
    cli.check("50 clients that die before their answers harm nobody", "sequence" in answer, answer)
    await_departure(server)
    cli.check("and leave nothing behind", threads_of(server.process) <= 12
              and descriptors_of(server.process) < 40,
              (threads_of(server.process), descriptors_of(server.process)))


def await_departure(server):
    """Waits until the threads of clients that closed have ended."""
    end = time.monotonic() + 10
    while threads_of(server.process) > 12 and time.monotonic() < end:
        time.sleep(0.02)


def silent(cli, server, good):
    clients = [Client(server.path) for _ in range(40)]
    answer = good.ask(**earn("beside 40 silent clients"))
    cli.check("clients that say nothing harm nobody", "sequence" in answer)
    cli.check("and are answered when they do", all(
        "available" in client.ask(command="balance", member="m") for client in clients))
    for client in clients:
        client.close()


def many(cli, server, good):
    """At most 256 at once: one more gets an error, and room is made when one goes."""
    await_departure(server)
    clients = [Client(server.path) for _ in range(256)]
    refused = [client for client in clients if is_refused(client)]
    cli.check("more than 256 clients are refused", len(refused) == 1,
              f"{len(refused)} were refused")
    cli.check("and the others go on", "sequence" in good.ask(**earn("beside 255 others")))
    for client in clients:
        client.close()
    answer, end = {"error": "tooManyClients"}, time.monotonic() + 10
    while "error" in answer and time.monotonic() < end:
        with Client(server.path) as client:
            answer = client.ask(command="balance", member="m")
    cli.check("and there is room again when they have gone", "available" in answer, answer)


def is_refused(client):
    try:
        return "error" in client.ask(command="balance", member="m")
    except OSError:
        return True


def asked(server, **request):
    with Client(server.path) as client:
        return client.ask(**request)


def writes_of(process):
    """The number of write calls of a process."""
    with open(f"/proc/{process.pid}/io") as file:
        return int(dict(line.split(": ") for line in file.read().splitlines())["syscw"])


def descriptors_of(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))
