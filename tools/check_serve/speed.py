"""Seconds, beside those of the syncs alone. Only gross slowness fails: the machine may be busy."""

import json
import os
import selectors
import socket
import time

from check_serve.server import Client, Server, earn

POSTS = 1000
CLIENTS = 64


def check(cli):
    with Server(cli, cli.fresh("speed")) as server:
        syncs = seconds_of_syncs(cli.path("syncs"))
        with Client(server.path) as client:
            start = time.perf_counter()
            for n in range(POSTS):
                client.ask(**earn(f"one-{n}", member=f"m{n % 50}"))
            seconds = time.perf_counter() - start
            print(f"      {POSTS} posts, one at a time: {seconds:.3f} s; {POSTS} syncs of a file: "
                  f"{syncs:.3f} s")
            cli.check(f"{POSTS} posts, one at a time", seconds < 10 + 2 * syncs, seconds)
            trips = []
            for n in range(5000):
                start = time.perf_counter()
                client.ask(command="balance", member=f"m{n % 50}")
                trips.append(time.perf_counter() - start)
            trips.sort()
            print(f"      a balance, there and back: {trips[0] * 1e6:.0f} us at best, "
                  f"{trips[2500] * 1e6:.0f} in the middle, {trips[4950] * 1e6:.0f} of 99 in 100")
            cli.check("balances", trips[2500] < 0.01, trips[2500])
        rate = rate_of_many(server.path)
        print(f"      {CLIENTS} clients: {rate:.0f} posts/s")
        cli.check(f"{CLIENTS} clients at once", rate > 100, rate)


def seconds_of_syncs(path):
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        os.write(file, bytes(4096 * POSTS))
        os.fsync(file)
        start = time.perf_counter()
        for n in range(POSTS):
            os.pwrite(file, b"a" * 300, 300 * n)
            os.fdatasync(file)
        return time.perf_counter() - start
    finally:
        os.close(file)


def rate_of_many(path, seconds=2):
    """Posts a second of clients that each wait for their answer; one thread drives them all."""
    selector = selectors.DefaultSelector()
    counts = [0] * CLIENTS

    def send(connection, number):
        post = earn(f"many-{number}-{counts[number]}", member=f"m{number}")
        connection.send(json.dumps(post).encode() + b"\n")

    connections = []
    for number in range(CLIENTS):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        selector.register(connection, selectors.EVENT_READ, number)
        send(connection, number)
        connections.append(connection)
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        for key, _ in selector.select(1):
            # An answer to one post is short, so it comes as a whole.
            assert b'"sequence"' in key.fileobj.recv(1 << 16)
            counts[key.data] += 1
            send(key.fileobj, key.data)
    elapsed = time.perf_counter() - start
    for connection in connections:
        connection.close()
    return sum(counts) / elapsed
