import ArgumentParser
import PointsLedger

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "An account's entries, newest first.",
    discussion: """
      After a compaction the history ends at the cut: with --json the last line then has the key \
      cut, which says where older entries are.

      Entries of a member that was merged into this one are not among them: `show` of the merge \
      names the counter that brought its points, `show` of that counter the credits that they come \
      from.

      Example:
        pointsledger history shop 4711 --limit 20
        pointsledger history shop 4711 --limit 20 --before 1234
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The member's identifier.", transform: Parsing.member)
  var member: MemberIdentifier

  @Option(help: "The unit; left out: the ledger's first.", transform: Parsing.unit)
  var unit: UnitCode?

  @Option(help: "At most so many entries.")
  var limit = 100

  @Option(help: "Only entries before this sequence number.", transform: Parsing.sequence)
  var before: SequenceNumber?

  @OptionGroup var rows: RowOptions

  func validate() throws {
    try rows.check(json: target.json)
    guard limit >= 1 else { throw ValidationError("--limit \(limit): write 1 or more") }
  }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let units = Units(of: ledger)
    let unit = try units.chosen(unit)
    // One more tells whether there are more.
    let found = try ledger.history(
      of: member, unit: unit, before: before, limit: limit == Int.max ? limit : limit + 1)
    let entries = found.prefix(limit)
    let hasMore = found.count > limit
    var output = Output()
    var json = EntryJSON()
    var csv = EntryCSV(rows.mode(json: target.json))
    if rows.csv { try csv.begin(&output) }
    var table = Table([
      ("entry", .right), ("time", .left), ("kind", .left), ("points", .right), ("change", .right),
      ("balance", .right), ("reference", .left), ("", .left),
    ])
    for entry in entries {
      if target.json {
        let scale = units.scale(of: entry.post.unit)
        let allocations = try AllocationView.sources(of: entry, in: ledger)
        let effects = try EffectsView(of: entry, in: ledger, scale: scale, bothWays: false)
        try json.append(
          entry, scale: scale, allocations: allocations, effects: effects, to: &output)
      } else if rows.csv {
        try csv.add(entry, scale: units.scale(of: entry.post.unit), to: &output)
      } else {
        try table.add(row(entry, unit, units), to: &output)
      }
    }
    let cut = !hasMore ? try ledger.cut(of: member, unit: unit) : nil
    if target.json, let cut {
      var object = JSONObjectWriter(&output.bytes)
      cut.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    }
    if !target.json, !rows.csv { try table.flush(to: &output) }
    try output.flush()
    if let cut { Messages.say("note: there were older entries: \(cut.text)") }
    if hasMore, let last = entries.last { try sayMore(entries.count, last, unit, in: ledger) }
  }

  /// Counting all entries takes a while for an account that has many, so it is done for people only.
  private func sayMore(
    _ count: Int, _ last: Entry, _ unit: UnitCode, in ledger: Ledger
  ) throws {
    let rest = "those before: --before \(last.sequence)"
    guard !target.json else { return Messages.say("note: there are more entries; \(rest)") }
    let all = try ledger.historyCount(of: member, unit: unit, before: before)
    Messages.say("note: \(Count.digits(count)) of \(Count.digits(all)) entries; \(rest)")
  }

  /// - Parameter unit: That of the history; the member's refusals in other units stand there too.
  private func row(_ entry: Entry, _ unit: UnitCode, _ units: Units) -> [String] {
    let scale = units.scale(of: entry.post.unit)
    var notes: [String] = []
    if let code = entry.refusal { notes.append("refused: \(code.brief(scale: scale))") }
    if let other = entry.post.unit, other != unit { notes.append("unit \(other)") }
    if entry.kind == .counter, let original = entry.post.original,
      let other = entry.post.counterparty
    {
      notes.append("of \(original), with \(other)")
    }
    if entry.refusal == nil, entry.isLate { notes.append("late, effective \(entry.effective)") }
    return [
      entry.sequence.description, entry.occurred.description, entry.post.kind.name,
      entry.post.points?.text(scale: scale) ?? "",
      entry.balanceAfter == nil ? "" : entry.change.text(scale: scale),
      entry.balanceAfter?.text(scale: scale) ?? "", entry.reference?.description ?? "",
      notes.joined(separator: ", "),
    ]
  }
}
