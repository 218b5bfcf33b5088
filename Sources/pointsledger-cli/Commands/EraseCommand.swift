import ArgumentParser
import PointsLedger

struct EraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase", abstract: "Destroy the identifiers and free texts of a member.",
    discussion: """
      Identifiers, keys, actors and memos of the member's entries are destroyed in every file. \
      References, amounts, balances and the root over all entries stay as they are. The identifiers \
      can be enrolled again, as strangers. The same is done in the archives of compactions that are \
      where they were put; info says in which it is still to be done.

      Example:
        pointsledger erase shop 4711
        pointsledger erase shop --pending --archive /media/usb/until-2023
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The member's identifier.", transform: Parsing.member)
  var member: MemberIdentifier?

  @Flag(help: "Carry out in the archives what was announced while they were not at hand.")
  var pending = false

  @Option(help: ArgumentHelp("With --pending: where an archive is now.", valueName: "dir"))
  var archive: String?

  func validate() throws {
    guard (member == nil) == pending else {
      throw ValidationError("say whom to erase, or --pending")
    }
    if archive != nil, !pending { throw ValidationError("--archive needs --pending") }
  }

  func run() throws {
    Interruption.watch()
    var output = Output()
    let files: ErasedFiles
    if let member {
      let result = try target.write { try $0.erase(member) }
      try write(result, to: &output)
      files = result.files
    } else {
      files = try target.write { try $0.eraseInArchives(at: archive) }
      if files.rewritten.isEmpty, files.untouchedArchives.isEmpty {
        Messages.say("note: no erasure is to be carried out in an archive")
      }
      try write(files, to: &output)
    }
    try output.flush()
    try Interruption.check()
    guard !files.untouchedArchives.isEmpty else { return }
    let message =
      "not erased in \(files.failures.joined(separator: "\nnor in ")) (run `erase "
      + "\(target.ledger) --pending` when it is at hand, or with `--archive` where it is now)"
    if pending { throw CommandFailure(.refused, message, code: "archivesNotErased") }
    Messages.say("note: " + message)
  }

  private func write(_ result: ErasureResult, to output: inout Output) throws {
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.integer("sequence", result.sequence.value, to: &output.bytes)
      object.string("rootBefore", result.rootBefore.description, to: &output.bytes)
      object.string("rootAfter", result.rootAfter.description, to: &output.bytes)
      result.files.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("sequence", result.sequence.description)
      listing.add("root before", result.rootBefore.description)
      listing.add("root after", result.rootAfter.description)
      result.files.append(to: &listing)
      try listing.write(to: &output)
    }
  }

  private func write(_ files: ErasedFiles, to output: inout Output) throws {
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      files.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      files.append(to: &listing)
      try listing.write(to: &output)
    }
  }
}

extension ErasedFiles {
  fileprivate func append(to object: inout JSONObjectWriter, _ bytes: inout [UInt8]) {
    object.strings("rewritten", rewritten, to: &bytes)
    object.strings("untouchedArchives", untouchedArchives, to: &bytes)
  }

  fileprivate func append(to listing: inout Listing) {
    for file in rewritten { listing.add("rewritten", file) }
    for archive in untouchedArchives { listing.add("not erased in", archive) }
  }
}
