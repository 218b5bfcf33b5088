import ArgumentParser
import PointsLedger

struct CompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact", abstract: "Drop old entries that nothing needs any more.",
    discussion: """
      Drops whole blocks of entries from the beginning, as far as all of them were effective before \
      the given instant and no open hold and no retention of a unit needs them. What is due by then \
      is booked first. Balances, lots and the root stay as they are. \
      The references of dropped entries never post again.

      No other process can write meanwhile. The archive has to stay where it is put: the ledger names \
      it when it is asked about what was dropped, and `restore-archive` joins the two again.

      Examples:
        pointsledger compact shop --before 2024-01-01 --archive shop-until-2023
        pointsledger compact shop --before 2024-01-01 --discard 5120
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "Drop what was effective before this instant.", transform: DateArgument.init)
  var before: DateArgument

  @OptionGroup var zone: ZoneOption

  @Option(
    help: ArgumentHelp("Put them into a new directory: a read-only ledger.", valueName: "dir"))
  var archive: String?

  @Option(help: "Keep no archive; the number of entries to drop, to be sure.")
  var discard: UInt64?

  func validate() throws {
    guard (archive == nil) != (discard == nil) else {
      throw ValidationError("say where the archive goes (--archive DIR), or --discard N")
    }
  }

  func run() throws {
    Interruption.watch()
    let place: CompactionArchive =
      archive.map { .directory($0) } ?? .discard(entries: discard ?? 0)
    let before = before.instant(in: zone.timeZone)
    let result = try target.write { try $0.compact(before: before, into: place) }
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.integer("droppedEntries", result.droppedEntries, to: &output.bytes)
      object.integer("keptEntries", result.keptEntries, to: &output.bytes)
      object.integer("bytesBefore", result.bytesBefore, to: &output.bytes)
      object.integer("bytesAfter", result.bytesAfter, to: &output.bytes)
      object.string("before", result.before.description, to: &output.bytes)
      if let days = result.retentionDays {
        object.integer("retentionDays", days, to: &output.bytes)
      }
      object.string("kept", result.stop.description, to: &output.bytes)
      object.string("stateDigest", result.stateDigest.description, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("dropped entries", String(result.droppedEntries))
      listing.add("kept entries", String(result.keptEntries))
      listing.add("bytes before", String(result.bytesBefore))
      listing.add("bytes after", String(result.bytesAfter))
      listing.add("state digest", result.stateDigest.description)
      try listing.write(to: &output)
    }
    try output.flush()
    if let days = result.retentionDays {
      Messages.say(
        "note: the units' retention of \(Count.text(days, "day", "days")) keeps everything effective from "
          + "\(result.before) on")
    }
    if result.droppedEntries == 0 {
      Messages.say("note: nothing was dropped: \(result.stop)")
    } else if case .hold = result.stop {
      Messages.say("note: entries are kept from \(result.cut) on: \(result.stop)")
    }
    try Interruption.check()
  }
}
