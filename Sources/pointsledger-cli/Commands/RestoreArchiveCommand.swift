import ArgumentParser
import PointsLedger

struct RestoreArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore-archive", abstract: "Join a compacted ledger and its archive again.",
    discussion: """
      Makes a new ledger of both, which has all entries. It is checked: its root and its state are \
      those of the compacted one, which stays as it is. After several compactions the last archive \
      comes first, then the one before is joined to the result.

      Example:
        pointsledger restore-archive shop shop-until-2023 shop-whole
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The archive's directory.", completion: .directory)
  var archive: String

  @Argument(help: "A directory that does not exist.")
  var directory: String

  func run() throws {
    let report = try target.write { try $0.restore(archive: archive, into: directory) }
    var output = Output()
    let (root, digest) = (report.root?.description, report.stateDigest?.description)
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.string("ledger", directory, to: &output.bytes)
      object.integer("entries", report.entries, to: &output.bytes)
      object.optional("root", root, to: &output.bytes)
      object.optional("stateDigest", digest, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("ledger", directory)
      listing.add("entries", "\(report.entries)")
      listing.add("root", root)
      listing.add("state digest", digest)
      try listing.write(to: &output)
    }
    try output.flush()
  }
}
