import ArgumentParser
import PointsLedger

struct EraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase", abstract: "Destroy the identifiers and free texts of a member.",
    discussion: """
      Identifiers, keys, actors and memos of the member's entries are destroyed in every file. \
      References, amounts, balances and the root over all entries stay as they are. The identifiers \
      can be enrolled again, as strangers.

      Example:
        pointsledger erase shop 4711
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The member's identifier.", transform: Parsing.member)
  var member: MemberIdentifier

  func run() throws {
    Interruption.watch()
    let result = try target.write { try $0.erase(member) }
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.integer("sequence", result.sequence.value, to: &output.bytes)
      object.string("rootBefore", result.rootBefore.description, to: &output.bytes)
      object.string("rootAfter", result.rootAfter.description, to: &output.bytes)
      object.strings("rewritten", result.rewrittenFiles, to: &output.bytes)
      object.strings("archives", result.untouchedArchives, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("sequence", result.sequence.description)
      listing.add("root before", result.rootBefore.description)
      listing.add("root after", result.rootAfter.description)
      for file in result.rewrittenFiles { listing.add("rewritten", file) }
      for archive in result.untouchedArchives { listing.add("not erased in", archive) }
      try listing.write(to: &output)
    }
    try output.flush()
    try Interruption.check()
  }
}
