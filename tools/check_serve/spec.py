"""The sessions in spec/serve.md: each is run, and its answers are compared.

A session is a block that begins with `$ pointsledger`. The commands before `serve` are run first.
`-> ` begins a request, `<- ` an answer; a line behind three spaces continues either. In an answer
`...` stands for anything. The clock stands still.
"""

import os
import re

from campaign import ROOT

PAGE = os.path.join(ROOT, "spec/serve.md")
CLOCK = "2026-03-01T12:00:00Z"
WIDTH = 98


def check(cli):
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    before = cli.environment
    cli.environment = dict(before, POINTSLEDGER_CLOCK=CLOCK)
    try:
        blocks = re.findall(r"^```\n(\$ pointsledger .*?)^```$", page, re.M | re.S)
        cli.check("the page has sessions", len(blocks) > 3, len(blocks))
        for number, block in enumerate(blocks):
            page = page.replace(block, run(cli, number, block))
    finally:
        cli.environment = before
    if cli.asked.update:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page)


def run(cli, number, block):
    """Checks a session; returns it with the answers that were given."""
    folder = f"session{number}"
    os.mkdir(cli.path(folder))
    items = []
    for line in block.splitlines():
        if line[:3] in ("-> ", "<- ") or line.startswith("$ "):
            items.append(line)
        else:
            items[-1] += line[3:]
    commands = [item.split()[2:] for item in items if item.startswith("$ ")]
    requests = [item[3:] for item in items if item.startswith("-> ")]
    expected = [item[3:] for item in items if item.startswith("<- ")]
    for command in commands[:-1]:
        command[1] = os.path.join(folder, command[1])
        cli.must(*command)
    answer = cli.run("serve", os.path.join(folder, commands[-1][1]),
                     stdin="".join(request + "\n" for request in requests))
    given = answer.text.replace(folder + "/", "").splitlines()
    result, place = [f"$ pointsledger {' '.join(c)}".replace(folder + "/", "") for c in commands], 0
    for request in requests:
        result += wrapped("-> ", request)
        if place < len(given):
            keeps = place < len(expected) and matches(expected[place], given[place])
            result += wrapped("<- ", expected[place] if keeps else given[place])
        place += 1
    wrong = [f"{want}\n      {got}" for want, got in zip(expected, given) if not matches(want, got)]
    if len(expected) != len(given):
        wrong.append(f"{len(expected)} answers expected, {len(given)} given; {answer}")
    cli.check_all(f"session {number + 1} of spec/serve.md", wrong)
    return "\n".join(result) + "\n"


def matches(pattern, text):
    return re.fullmatch(".*".join(map(re.escape, pattern.split("..."))), text) is not None


def wrapped(mark, text):
    """A line of the page, broken after commas."""
    lines, line = [], mark
    for part in re.findall(r"[^,]+,?|,", text):
        if len(line) + len(part) > WIDTH and line.strip() != mark.strip():
            lines.append(line)
            line = "   "
        line += part
    return lines + [line]
