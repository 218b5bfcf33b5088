"""A server under test, and plain clients of it."""

import json
import os
import signal
import socket
import time


class Server:
    """`serve LEDGER --socket`; ends with the `with` block."""

    def __init__(self, cli, ledger, *options, **other):
        self.cli, self.ledger, self.options, self.other = cli, ledger, options, other
        self.path = cli.path("s.sock")
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def start(self):
        """Returns when clients can connect."""
        self.process = self.cli.start(
            "serve", self.ledger, "--socket", self.path, *self.options, **self.other)
        end = time.monotonic() + 30
        while True:
            try:
                Client(self.path).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"serve ended with {self.process.poll()}")
                time.sleep(0.005)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Client:
    """A connection, without any retry."""

    def __init__(self, path, timeout=30):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, data):
        self.socket.sendall(data.encode() if isinstance(data, str) else data)

    def line(self):
        """The next answer; None at the end."""
        while b"\n" not in self.rest:
            more = self.socket.recv(1 << 16)
            if not more:
                return None
            self.rest += more
        line, _, self.rest = self.rest.partition(b"\n")
        return json.loads(line)

    def ask(self, **request):
        self.send(json.dumps(request) + "\n")
        return self.line()

    def close(self):
        self.socket.close()


def earn(reference, member="m", points="1", **more):
    return dict(kind="earn", member=member, points=points, reference=reference, **more)


def lines_of(requests):
    return "".join(json.dumps(request) + "\n" for request in requests).encode()


def threads_of(process):
    return len(os.listdir(f"/proc/{process.pid}/task"))


def memory_of(process):
    """The resident bytes of a process."""
    with open(f"/proc/{process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
