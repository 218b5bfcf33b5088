import ArgumentParser
import PointsLedger

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy a ledger while it is in use.",
    discussion: """
      The directory gets everything that is durable by now. The next backup into it copies only what \
      is new. It is a ledger that is only read; `restore` makes one of it that can be written. \
      Keep it on another disk. The archives of compactions are not copied.

      Example:
        pointsledger backup shop /media/stick/shop
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(
    help: "A backup from before, an empty directory, or one that does not exist.",
    completion: .directory)
  var directory: String

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let result = try ledger.backup(to: directory)
    var output = Output()
    try output.write(result, as: target.json)
    try output.flush()
  }
}

extension Output {
  /// Writes what a copy has.
  mutating func write(_ copy: BackupResult, as json: Bool) throws {
    if json {
      var object = JSONObjectWriter(&bytes)
      object.add(copy, to: &bytes)
      object.end(&bytes)
      try line("")
    } else {
      var listing = Listing()
      listing.add(copy)
      try listing.write(to: &self)
    }
  }
}

extension JSONObjectWriter {
  mutating func add(_ copy: BackupResult, to bytes: inout [UInt8]) {
    integer("entries", copy.entries, to: &bytes)
    integer("files", copy.files, to: &bytes)
    integer("bytes", copy.bytes, to: &bytes)
    integer("copied", copy.copied, to: &bytes)
  }
}

extension Listing {
  mutating func add(_ copy: BackupResult) {
    add("entries", String(copy.entries))
    add("files", String(copy.files))
    add("bytes", String(copy.bytes))
    add("copied", Count.bytes(copy.copied))
  }
}
