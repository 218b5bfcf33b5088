import ArgumentParser
import PointsLedger

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make a ledger of a backup.",
    discussion: """
      The new ledger is verified. It goes on after the last entry of the backup, which is named. \
      What a till posted since is not in it: send everything since then again, with the same \
      references. What the backup has is then a duplicate, and is not posted twice.

      Example:
        pointsledger restore /media/stick/shop shop
      """)

  @Argument(help: "A directory that `backup` made.", completion: .directory)
  var directory: String

  @Argument(help: "The new ledger: a directory that does not exist.")
  var ledger: String

  @Flag(help: "Write JSON, one object a line.")
  var json = false

  func run() throws {
    let result = try Ledger.restore(backup: directory, to: ledger, options: .commandLine)
    var output = Output()
    let last = (
      sequence: result.sequence.value, posted: result.posted.description,
      reference: result.reference?.description
    )
    if json {
      var object = JSONObjectWriter(&output.bytes)
      object.string("ledger", ledger, to: &output.bytes)
      object.add(result.copy, to: &output.bytes)
      object.integer("sequence", last.sequence, to: &output.bytes)
      object.string("posted", last.posted, to: &output.bytes)
      object.optional("reference", last.reference, to: &output.bytes)
      object.optional("root", result.root?.description, to: &output.bytes)
      object.optional("stateDigest", result.stateDigest?.description, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("ledger", ledger)
      listing.add(result.copy)
      listing.add("last entry", String(last.sequence))
      listing.add("posted", last.posted)
      listing.add("last reference", last.reference)
      listing.add("root", result.root?.description)
      listing.add("state digest", result.stateDigest?.description)
      try listing.write(to: &output)
    }
    try output.flush()
    Messages.say(
      "note: what was posted after entry \(last.sequence), \(last.posted), is not in \(ledger): send "
        + "it again with the same references, and what is in it already is not posted twice; do not "
        + "use the old ledger any more, since both give the same sequence numbers to other entries")
  }
}
