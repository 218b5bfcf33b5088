"""ThreadSanitizer over a hammer of posts, reads, seals and closes; AddressSanitizer over the
tests."""

import os
import shutil
import subprocess
import tempfile

from campaign import ENVIRONMENT, ROOT
from torture_lib.programs import build, release, shell
from torture_lib.round import SMALL
from torture_lib.runner import scratch_directory

# The suites that try every position of something: under AddressSanitizer they take hours, and
# always run the same code. The model run is shortened instead.
_EXHAUSTIVE = "Crash|Fault|FlipTests|DamageTests|Mutation|Random|LeakTests"
_ASAN = release(".build/asan", "-Xswiftc -enable-testing --sanitize=address")


def run(seed):
    """Returns how many of the two were silent, and how many were not."""
    silent = [threads(seed), addresses()]
    return silent.count(True), silent.count(False)


def threads(seed):
    # ThreadSanitizer does not understand Mutex on Linux: TSAN gives the sources another lock.
    options = release(".build/tsan", "-Xswiftc -DTSAN --sanitize=thread")
    host = build("torture-host", options)
    cli = build("pointsledger", options)
    scratch = scratch_directory()
    passed = os.path.join(ROOT, "tools/torture_lib/thread-sanitizer.txt")
    options = f"halt_on_error=0:exitcode=66:suppressions={passed}"
    environment = dict(ENVIRONMENT, **SMALL, TSAN_OPTIONS=options)
    good = True
    try:
        directory = os.path.join(scratch, "ledger")
        subprocess.run([cli, "init", directory], env=environment, check=True, capture_output=True)
        for arguments in (
            ["hammer", directory, "8", "8000", str(seed % 100_000)],
            ["record", directory, "8", "150", "xt"],
            ["closing", directory, "600", "2000"],
            ["cycles", directory, "post-drop", "20"],
            ["hammer", directory, "16", "8000", str(seed % 100_000 + 1)],
        ):
            done = subprocess.run(
                [host, *arguments],
                env=environment,
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )
            report = done.stdout + done.stderr
            is_silent = done.returncode == 0 and "WARNING" not in report and "wrong" not in report
            print(f"{'ok  ' if is_silent else 'FAIL'}  ThreadSanitizer, {arguments[0]}", flush=True)
            if not is_silent:
                print(f"status {done.returncode}\n{report[:6000]}", flush=True)
            good = good and is_silent
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return good


def addresses():
    # XCTest itself leaks, and at -Onone reads out of bounds are not detected: hence the options. A
    # test of what happens at SIGBUS needs the signal for itself.
    shell(f"need_build_tools; swift build {_ASAN} --product PointsLedgerPackageTests")
    with tempfile.TemporaryFile("w+") as log:
        code = subprocess.run(
            f"swift test {_ASAN} --skip-build --disable-xctest --skip '{_EXHAUSTIVE}'",
            shell=True,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(
                ENVIRONMENT,
                POINTSLEDGER_MODEL_COMMANDS="300",
                ASAN_OPTIONS="handle_sigbus=0",
            ),
            check=False,
        ).returncode
        log.seek(0)
        tail = log.read()[-3000:]
    print(f"{'ok  ' if code == 0 else 'FAIL'}  AddressSanitizer, the tests", flush=True)
    if code:
        print(tail, flush=True)
    return code == 0
