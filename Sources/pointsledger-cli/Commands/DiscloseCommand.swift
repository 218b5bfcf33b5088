import ArgumentParser
import PointsLedger

struct DiscloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disclose", abstract: "All that the ledger holds of a member.",
    discussion: """
      Identifiers first, with the time in which each named the member, then accounts with their \
      lots, holds and debts, then every entry. The identifier may be a former one.

      Example:
        pointsledger disclose shop 4711 --json
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The member's identifier.", transform: Parsing.member)
  var member: MemberIdentifier

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let disclosure = try ledger.disclose(member)
    let units = Units(of: ledger)
    var output = Output()
    if target.json {
      try writeJSON(disclosure, units, ledger, &output)
    } else {
      try writeText(disclosure, units, ledger, &output)
    }
    try output.flush()
  }

  private func writeText(
    _ disclosure: Disclosure, _ units: Units, _ ledger: Ledger, _ output: inout Output
  ) throws {
    var periods = Table([
      ("identifier", .left), ("from", .left), ("to", .left), ("entry", .right),
    ])
    for period in disclosure.identifiers {
      try periods.add(
        [
          period.identifier.description, period.from.description, period.to?.description ?? "",
          period.entry.description,
        ], to: &output)
    }
    try periods.flush(to: &output)
    for account in disclosure.accounts {
      let scale = units.scale(of: account.unit)
      var listing = Listing()
      listing.add("unit", account.unit.description)
      for (name, points) in account.balance.named { listing.add(name, points.text(scale: scale)) }
      for lot in account.lots {
        let held = lot.held == .zero ? "" : ", \(lot.held.text(scale: scale)) of them held"
        listing.add(
          "lot",
          "\(lot.remaining.text(scale: scale)) of \(name(lot.origin, lot.originReference))\(held), "
            + "from \(lot.activates) to \(lot.expires?.description ?? "never")")
      }
      for hold in account.holds {
        let deadline = hold.deadline.map { ", until \($0)" } ?? ""
        listing.add(
          "hold",
          "\(hold.points.text(scale: scale)) by \(name(hold.entry, hold.reference))\(deadline)")
      }
      for debt in account.debts {
        listing.add(
          "debt",
          "\(debt.points.text(scale: scale)) since \(name(debt.entry, debt.reference))")
      }
      try output.line("")
      try listing.write(to: &output)
    }
    if let cut = try ledger.cut() {
      try output.line("")
      try output.paragraph("note: \(cut.text)")
    }
    for entry in disclosure.entries {
      let scale = units.scale(of: entry.post.unit)
      try output.line("")
      try ShowCommand.listing(
        entry, scale, try AllocationView.sources(of: entry, in: ledger),
        try EffectsView(of: entry, in: ledger, scale: scale, bothWays: false)
      ).write(to: &output)
    }
  }

  private func name(_ sequence: SequenceNumber, _ reference: Reference?) -> String {
    "entry \(sequence)" + (reference.map { " (\($0))" } ?? "")
  }

  private func writeJSON(
    _ disclosure: Disclosure, _ units: Units, _ ledger: Ledger, _ output: inout Output
  ) throws {
    var object = JSONObjectWriter(&output.bytes)
    object.array("identifiers", disclosure.identifiers, to: &output.bytes) { item, period, output in
      item.string("identifier", period.identifier.description, to: &output)
      item.string("from", period.from.description, to: &output)
      item.optional("to", period.to?.description, to: &output)
      item.integer("entry", period.entry.value, to: &output)
    }
    object.array("accounts", disclosure.accounts, to: &output.bytes) { item, account, output in
      let scale = units.scale(of: account.unit)
      item.string("unit", account.unit.description, to: &output)
      item.balance(account.balance, scale: scale, to: &output)
      item.array("lots", account.lots, to: &output) { $0.lot($1, scale: scale, to: &$2) }
      item.array("holds", account.holds, to: &output) { item, hold, output in
        item.integer("entry", hold.entry.value, to: &output)
        item.optional("reference", hold.reference?.description, to: &output)
        item.string("points", hold.points.text(scale: scale), to: &output)
        item.optional("deadline", hold.deadline?.description, to: &output)
      }
      item.array("debts", account.debts, to: &output) { item, debt, output in
        item.integer("entry", debt.entry.value, to: &output)
        item.optional("reference", debt.reference?.description, to: &output)
        item.string("points", debt.points.text(scale: scale), to: &output)
      }
    }
    object.integer("firstSequence", disclosure.firstSequence.value, to: &output.bytes)
    if let cut = try ledger.cut() { cut.append(to: &object, &output.bytes) }
    object.key("entries", to: &output.bytes)
    output.append("[")
    var json = EntryJSON()
    for (index, entry) in disclosure.entries.enumerated() {
      if index > 0 { output.append(",") }
      let scale = units.scale(of: entry.post.unit)
      json.fill(
        entry, scale: scale, allocations: try AllocationView.sources(of: entry, in: ledger),
        effects: try EffectsView(of: entry, in: ledger, scale: scale, bothWays: false),
        to: &output.bytes)
      try output.spill()
    }
    output.append("]")
    object.end(&output.bytes)
    try output.line("")
  }
}
