"""The page of a report: whole, self-contained, and with nothing of the ledger taken for markup."""

import os
from html.parser import HTMLParser

from campaign import HEADER

NAME = "Anna's <b>\"café\"</b> & co"
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """What a page has, and what is wrong with its nesting."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.words, self.tags, self.references = [], [], [], [], []
        self.handlers = []
        self.feed(text)
        self.close()
        if self.open:
            self.faults.append(f"left open: {self.open}")

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.handlers += [name for name, _ in attributes if name.startswith("on")]
        self.references += [value for name, value in attributes
                            if name in ("src", "href", "xlink:href", "action", "data")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data):
        self.words.append(data)


def rows():
    text = HEADER + ",expires\n"
    for number in range(1, 400):
        month, day = number // 28 % 12 + 1, number % 28 + 1
        year = 2023 + number // 336
        kind, points = ("redeem", 1) if number % 9 == 0 else ("earn", 5)
        expires = f"{year + 1}-{month:02d}-{day:02d}" if kind == "earn" else ""
        text += f"{year}-{month:02d}-{day:02d},{kind},M{number % 17},{points}.25,R{number},{expires}\n"
    return text


def check(cli):
    ledger = "page"
    cli.must("init", ledger, "--name", NAME, "--unit", "points:2")
    cli.must("import", ledger, "-", stdin=rows())
    file = "page.html"
    span = ("--to", "2024-03-01", "--time-zone", "America/New_York")
    run = cli.expect("a page", 0, "report", ledger, "--html", file, *span, "--value", "0.01",
                     "--currency", "EUR")
    cli.check("says nothing else", run.out == b"", run)
    with open(file, encoding="utf-8") as opened:
        text = opened.read()
    page = Page(text)
    words = " ".join(page.words)
    cli.check("its elements nest", page.faults == [], page.faults)
    cli.check("it refers to nothing outside", page.references == [] and "http" not in text
              and "@import" not in text and "url(" not in text, page.references)
    cli.check("nor runs anything", "script" not in page.tags and page.handlers == [],
              page.handlers)
    cli.check("the name is a text", NAME in words and "<b>\"" not in text, text[:300])
    cli.check("it has charts", page.tags.count("svg") == 4, page.tags.count("svg"))
    cli.check("and tables", page.tags.count("table") == 4, page.tags.count("table"))
    for what in ("America/New_York", "Outstanding points", "When points expire", "Who stays",
                 "EUR", "2024-02"):
        cli.check(f"it says {what}", what in words)
    sums = cli.must("report", ledger, "liability", *span, "--json").lines()[0]
    cli.check("with the same sum as the report", sums["outstanding"] in words, sums)
    for row in cli.must("report", ledger, "rollforward", "--by", "month", *span, "--json").lines():
        cli.check("and the same months", f">{row['closing']}</td>" in text, row)
    cli.check("only the page is left", [name for name in os.listdir(".") if file in name] == [file])

    cli.expect("once more", 0, "report", ledger, "--html", file, *span)
    cli.expect("nowhere", 73, "report", ledger, "--html", "no/such/page.html")
    cli.expect("into the ledger", 64, "report", ledger, "--html", f"{ledger}/page.html")
    cli.expect("not a file", 73, "report", ledger, "--html", "/dev/null")
    cli.expect("no report", 64, "report", ledger)
    cli.expect("both", 64, "report", ledger, "liability", "--html", file)
    cli.expect("what a page has not", 64, "report", ledger, "--html", file, "--by", "month")
    empty = "page-empty"
    cli.must("init", empty)
    cli.expect("of an empty ledger", 0, "report", empty, "--html", file)
