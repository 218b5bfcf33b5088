import ArgumentParser
import PointsLedger

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One entry, with its allocations both ways.",
    discussion: """
      Example:
        pointsledger show shop --reference S012/T3/000451
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "The entry's place in the log, from 0.", transform: Parsing.sequence)
  var sequence: SequenceNumber?

  @Option(parsing: .unconditional, help: "The entry's reference.", transform: Parsing.reference)
  var reference: Reference?

  func validate() throws {
    guard (sequence == nil) != (reference == nil) else {
      throw ValidationError("name the entry by either --sequence or --reference")
    }
  }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    guard let entry = try Self.find(sequence, reference, in: ledger) else {
      let name = sequence.map { "\($0)" } ?? reference.map { "`\($0)`" } ?? ""
      throw CommandFailure(.refused, "no entry \(name) in \(target.ledger)", code: "unknownEntry")
    }
    let units = Units(of: ledger)
    let scale = units.scale(of: entry.post.unit)
    let allocations = try AllocationView.bothWays(of: entry, in: ledger)
    let effects = try EffectsView(of: entry, in: ledger, scale: scale, bothWays: true)
    var output = Output()
    if target.json {
      var json = EntryJSON()
      try json.append(
        entry, scale: scale, allocations: allocations, effects: effects, to: &output)
    } else {
      try Self.listing(entry, scale, allocations, effects).write(to: &output)
    }
    try output.flush()
  }

  static func find(
    _ sequence: SequenceNumber?, _ reference: Reference?, in ledger: Ledger
  ) throws(LedgerError) -> Entry? {
    if let sequence {
      return sequence < ledger.nextSequence ? try ledger.entry(at: sequence) : nil
    }
    return try reference.flatMap { reference throws(LedgerError) in
      try ledger.entry(reference: reference)
    }
  }

  static func listing(
    _ entry: Entry, _ scale: UInt8, _ allocations: [AllocationView], _ effects: EffectsView
  ) -> Listing {
    var text = EntryText()
    text.fill(entry, scale: scale)
    var listing = Listing()
    listing.add("entry", entry.sequence.description)
    for field in InterchangeField.allCases {
      listing.add(field.name, String(decoding: text[field], as: UTF8.self))
    }
    listing.add("posted", entry.posted.description)
    if entry.isLate { listing.add("late, effective", entry.effective.description) }
    listing.add("refused", entry.refusal?.explanation(scale: scale))
    if let balance = entry.balanceAfter {
      listing.add("change", entry.change.text(scale: scale))
      listing.add("balance", balance.text(scale: scale))
    }
    for allocation in allocations where !allocation.isMergedAway {
      listing.add(allocation.label, allocation.text(scale: scale))
    }
    effects.add(to: &listing)
    return listing
  }
}
