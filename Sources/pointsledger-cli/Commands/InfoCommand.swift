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
      var object = JSONObjectWriter(&output.bytes)
      object.info(info, of: ledger, at: target.ledger, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      try listing(info, of: ledger).write(to: &output)
    }
    try output.flush()
  }

  private func listing(_ info: LedgerInfo, of ledger: Ledger) -> Listing {
    var listing = Listing()
    listing.add("ledger", target.ledger)
    listing.add("name", ledger.name)
    listing.add("id", ledger.id.description)
    if info.form != .ledger { listing.add("form", "\(info.form.rawValue), which is only read") }
    for unit in ledger.units {
      listing.add("unit", "\(unit.code) (scale \(unit.scale)): \(PolicyText.text(unit.terms))")
    }
    for (name, count) in info.counts { listing.add(name, "\(count)") }
    listing.add("root", info.root.description)
    listing.add("last posted", info.lastPosted?.description)
    listing.add("closed before", info.closedBefore?.description)
    listing.add("recovery", info.recovery)
    if let cut = info.cut {
      listing.add("begins at", "\(cut.first): \(cut.text)")
      listing.add("base", "\(cut.baseFile), \(Count.bytes(cut.baseBytes))")
    }
    for archive in info.archives { listing.add("archive", archive.text) }
    for file in info.files { listing.add("file", "\(file.name), \(Count.bytes(file.bytes))") }
    return listing
  }
}

extension LedgerInfo {
  fileprivate var counts: [(String, any BinaryInteger)] {
    [
      ("entries", entries), ("members", members), ("accounts", accounts), ("bytes", bytes),
      ("logBytes", logBytes), ("segmentBytes", segmentBytes), ("indexBytes", indexBytes),
      ("treeSize", treeSize),
    ]
  }
}

extension JSONObjectWriter {
  /// Appends the keys of what a ledger holds.
  mutating func info(
    _ info: LedgerInfo, of ledger: Ledger, at path: String, to output: inout [UInt8]
  ) {
    string("ledger", path, to: &output)
    string("name", ledger.name, to: &output)
    string("id", ledger.id.description, to: &output)
    string("form", info.form.rawValue, to: &output)
    for (name, count) in info.counts { integer(name, count, to: &output) }
    string("root", info.root.description, to: &output)
    optional("lastPosted", info.lastPosted?.description, to: &output)
    optional("closedBefore", info.closedBefore?.description, to: &output)
    optional("recovery", info.recovery, to: &output)
    info.cut?.append(to: &self, &output)
    archives(info.archives, to: &output)
    array("units", ledger.units, to: &output) { item, unit, output in
      item.string("unit", unit.code.description, to: &output)
      item.integer("scale", unit.scale, to: &output)
      item.string("policy", PolicyText.text(unit.terms), to: &output)
    }
    array("files", info.files, to: &output) { item, file, output in
      item.string("name", file.name, to: &output)
      item.integer("bytes", file.bytes, to: &output)
    }
  }
}
