import ArgumentParser
import PointsLedger

struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "What a ledger holds and how big it is.",
    discussion: """
      Example:
        pointsledger info shop
      """)

  @OptionGroup var target: LedgerArgument

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let info = try ledger.info()
    var output = Output()
    if target.json {
      write(info, of: ledger, &output)
      try output.line("")
    } else {
      try listing(info, of: ledger).write(to: &output)
    }
    try output.flush()
  }

  private func write(_ info: LedgerInfo, of ledger: Ledger, _ output: inout Output) {
    var object = JSONObjectWriter(&output.bytes)
    object.string("ledger", target.ledger, to: &output.bytes)
    object.string("name", ledger.name, to: &output.bytes)
    object.string("id", ledger.id.description, to: &output.bytes)
    for (name, count) in counts(info) { object.integer(name, count, to: &output.bytes) }
    object.string("root", info.root.description, to: &output.bytes)
    object.optional("lastPosted", info.lastPosted?.description, to: &output.bytes)
    object.optional("closedBefore", info.closedBefore?.description, to: &output.bytes)
    object.optional("recovery", info.recovery, to: &output.bytes)
    info.cut?.append(to: &object, &output.bytes)
    object.key("units", to: &output.bytes)
    output.append("[")
    for (index, unit) in ledger.units.enumerated() {
      if index > 0 { output.append(",") }
      var item = JSONObjectWriter(&output.bytes)
      item.string("unit", unit.code.description, to: &output.bytes)
      item.integer("scale", unit.scale, to: &output.bytes)
      item.string("policy", PolicyText.text(unit.terms), to: &output.bytes)
      item.end(&output.bytes)
    }
    output.append("]")
    object.key("files", to: &output.bytes)
    output.append("[")
    for (index, file) in info.files.enumerated() {
      if index > 0 { output.append(",") }
      var item = JSONObjectWriter(&output.bytes)
      item.string("name", file.name, to: &output.bytes)
      item.integer("bytes", file.bytes, to: &output.bytes)
      item.end(&output.bytes)
    }
    output.append("]")
    object.end(&output.bytes)
  }

  private func listing(_ info: LedgerInfo, of ledger: Ledger) -> Listing {
    var listing = Listing()
    listing.add("ledger", target.ledger)
    listing.add("name", ledger.name)
    listing.add("id", ledger.id.description)
    for unit in ledger.units {
      listing.add("unit", "\(unit.code) (scale \(unit.scale)): \(PolicyText.text(unit.terms))")
    }
    for (name, count) in counts(info) { listing.add(name, "\(count)") }
    listing.add("root", info.root.description)
    listing.add("last posted", info.lastPosted?.description)
    listing.add("closed before", info.closedBefore?.description)
    listing.add("recovery", info.recovery)
    if let cut = info.cut {
      listing.add("begins at", "\(cut.first): \(cut.text)")
      listing.add("base", "\(cut.baseFile), \(cut.baseBytes) bytes")
    }
    for file in info.files { listing.add("file", "\(file.name), \(file.bytes) bytes") }
    return listing
  }

  private func counts(_ info: LedgerInfo) -> [(String, any BinaryInteger)] {
    [
      ("entries", info.entries), ("members", info.members), ("accounts", info.accounts),
      ("bytes", info.bytes), ("logBytes", info.logBytes), ("segmentBytes", info.segmentBytes),
      ("indexBytes", info.indexBytes), ("treeSize", info.treeSize),
    ]
  }
}
