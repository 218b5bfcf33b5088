import ArgumentParser
import Glibc
import PointsLedger

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "The log in the interchange format.",
    discussion: """
      Importing a dump into an empty ledger with the same units gives the same state. A dump in the \
      format hledger is a journal, which hledger checks: each balance is asserted. A compacted \
      ledger begins at its cut: its dump needs what was dropped, and for a journal its archive has to \
      be restored first.

      Example:
        pointsledger dump shop > shop.csv
        pointsledger dump shop --format jsonl --from 1000 --follow
        pointsledger dump shop --format hledger | hledger -f - check --strict
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "csv, jsonl or hledger.")
  var format: DumpFormat?

  @Option(help: "The first sequence number.", transform: Parsing.sequence)
  var from: SequenceNumber?

  @Option(help: "The last sequence number.", transform: Parsing.sequence)
  var to: SequenceNumber?

  @Flag(help: "Go on with what is posted meanwhile, until interrupted.")
  var follow = false

  func validate() throws {
    if format == .hledger, from ?? SequenceNumber(0) > SequenceNumber(0) {
      throw ValidationError(
        "a journal asserts balances, so it begins at the beginning: leave --from out")
    }
  }

  func run() throws {
    if follow { Interruption.watch() }
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let end = ledger.nextSequence
    if !follow, let from, from >= end {
      Messages.say(
        "note: no entry from \(from) on: the last entry is \(end.value - min(end.value, 1))")
    }
    var output = Output()
    try run(on: ledger, &output)
  }

  private func run(on ledger: Ledger, _ output: inout Output) throws {
    let cut = from == nil ? try ledger.cut() : nil
    if let cut, format == .hledger { throw Self.noJournal(of: target.ledger, cut) }
    if let cut { Messages.say("note: the dump begins at entry \(cut.first): \(cut.text)") }
    var next = from ?? cut?.first ?? SequenceNumber(0)
    var write: (_ from: SequenceNumber, _ output: inout Output) throws -> SequenceNumber
    if format == .hledger {
      let journal = HledgerJournal(ledger)
      journal.appendHeader(to: &output.bytes)
      var dump = JournalDump(journal: journal)
      write = { _, output in try dump.write(to: to, to: &output) }
    } else {
      let writer = InterchangeWriter(format: format?.format ?? (target.json ? .jsonLines : .csv))
      writer.appendHeader(to: &output.bytes)
      var dump = Dump(writer: writer, units: Units(of: ledger))
      write = { next, output in try dump.write(from: next, to: to, of: ledger, to: &output) }
    }
    while true {
      next = try write(next, &output)
      try output.flush()
      if let to, next > to { return }
      guard follow else { return }
      while true {
        // Polling every 50 ms costs next to nothing, and is quick enough for people.
        usleep(50_000)
        // That is how it ends.
        try Interruption.endQuietly()
        if try ledger.refresh() { break }
      }
    }
  }

  /// A journal asserts every balance, so it needs every entry.
  private static func noJournal(of path: String, _ cut: LedgerCut) -> CommandFailure {
    let advice =
      cut.archive.map {
        "restore the archive first, by `pointsledger restore-archive \(path) \($0) NEW`, and dump NEW"
      } ?? "dump it as csv or jsonl"
    return CommandFailure(
      .refused, "\(path): a journal needs every entry, and \(cut.text): \(advice)",
      code: "compacted",
      at: FailurePlace(LedgerError.Place(sequence: cut.first)))
  }

  /// Writes transactions.
  private struct JournalDump {
    var journal: HledgerJournal

    /// Returns the sequence number to continue from.
    mutating func write(to: SequenceNumber?, to output: inout Output) throws -> SequenceNumber {
      var next: SequenceNumber
      repeat {
        next = journal.nextSequence
        try journal.append(upTo: to, to: &output.bytes)
        try output.spill()
      } while journal.nextSequence > next
      return journal.nextSequence
    }
  }

  /// Writes entries, and keeps track of the units that they define.
  private struct Dump {
    var writer: InterchangeWriter
    var units: Units

    /// Returns the sequence number to continue from.
    mutating func write(
      from: SequenceNumber, to: SequenceNumber?, of ledger: Ledger, to output: inout Output
    ) throws -> SequenceNumber {
      let end = ledger.nextSequence
      units = Units(of: ledger)
      guard from < end else { return from }
      var next = from
      var failure: CommandFailure?
      try ledger.forEachEntry(from: from, to: to) { entry in
        writer.append(entry, scale: units.scale(of: entry.post.unit), to: &output.bytes)
        next = SequenceNumber(entry.sequence.value + 1)
        do throws(CommandFailure) {
          try output.spill()
        } catch {
          failure = error
        }
        return failure == nil
      }
      if let failure { throw failure }
      return next
    }
  }
}
