import PointsLedger

/// Writes the ledger's answer to a post; throws status 1 for a refusal.
struct AnswerReport {
  let ledger: Ledger
  let json: Bool
  let isDryRun: Bool

  func write(_ answer: Answer) throws {
    switch answer {
    case .posted(let receipt):
      try CommandFailure.addingTo(
        isDryRun ? "nothing was posted" : "the post is entry \(receipt.sequence), and durable"
      ) { try write(receipt, isDuplicate: false) }
    case .duplicate(let receipt):
      try CommandFailure.addingTo("it was posted before, as entry \(receipt.sequence)") {
        try write(receipt, isDuplicate: true)
      }
    case .refused(let refusal):
      let entry = refusal.sequence.map { ", as entry \($0)" } ?? ""
      try CommandFailure.addingTo("the post was refused (\(refusal.code.name))\(entry)") {
        try report(refusal)
      }
      try fail(refusal)
    }
  }

  private func write(_ receipt: Receipt, isDuplicate: Bool) throws {
    let entry = receipt.entry
    let scale = Units(of: ledger).scale(of: entry.post.unit)
    let allocations = try AllocationView.sources(of: entry, in: ledger)
    let effects = try EffectsView(of: entry, in: ledger, scale: scale, bothWays: false)
    var output = Output()
    if json {
      var object = JSONObjectWriter(&output.bytes)
      object.integer("sequence", receipt.sequence.value, to: &output.bytes)
      object.boolean("duplicate", isDuplicate, to: &output.bytes)
      if isDryRun { object.boolean("dryRun", true, to: &output.bytes) }
      object.string("effective", entry.effective.description, to: &output.bytes)
      object.boolean("late", entry.isLate, to: &output.bytes)
      object.string("change", entry.change.text(scale: scale), to: &output.bytes)
      if let balance = receipt.balance {
        object.balance(balance, scale: scale, to: &output.bytes)
      } else {
        object.null("available", to: &output.bytes)
      }
      object.allocations(allocations, scale: scale, to: &output.bytes)
      effects.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      let verb = isDuplicate ? "posted before" : isDryRun ? "would be posted" : "posted"
      try output.line("\(verb): entry \(receipt.sequence), \(entry.kind.name)")
      var listing = Listing()
      for allocation in allocations { listing.add(allocation.label, allocation.text(scale: scale)) }
      effects.add(to: &listing)
      if entry.isLate { listing.add("late, effective", entry.effective.description) }
      for (name, points) in receipt.balance?.named.prefix(4) ?? [] {
        if name == "available" || points != .zero { listing.add(name, points.text(scale: scale)) }
      }
      try listing.write(to: &output)
    }
    try output.flush()
  }

  /// Writes what is for programs.
  private func report(_ refusal: Refusal) throws {
    guard json else { return }
    var output = Output()
    var object = JSONObjectWriter(&output.bytes)
    object.string("refused", refusal.code.name, to: &output.bytes)
    object.optionalInteger("sequence", refusal.sequence?.value, to: &output.bytes)
    object.boolean("duplicate", refusal.isRepeated, to: &output.bytes)
    if isDryRun { object.boolean("dryRun", true, to: &output.bytes) }
    for (name, value) in details(of: refusal.code, try scale(of: refusal)) {
      object.string(name, value, to: &output.bytes)
    }
    if let clock = try clockStatus(of: refusal.code) {
      object.string("clock", clock.clock.description, to: &output.bytes)
      object.string("posted", clock.posted.description, to: &output.bytes)
    }
    if let space = try spaceStatus(of: refusal.code) {
      object.string("path", space.path, to: &output.bytes)
      object.optional("fileSystem", space.fileSystem, to: &output.bytes)
      object.integer("freeBytes", space.freeBytes, to: &output.bytes)
      object.integer("neededBytes", space.neededBytes, to: &output.bytes)
    }
    if case .referenceConflict(_, let differing) = refusal.code {
      object.strings("differing", differing.map(\.rawValue), to: &output.bytes)
    }
    object.end(&output.bytes)
    try output.line("")
    try output.flush()
  }

  /// Throws the failure that is for people.
  private func fail(_ refusal: Refusal) throws {
    let scale = try scale(of: refusal)
    let explanation =
      try clockStatus(of: refusal.code)?.explanation
      ?? spaceStatus(of: refusal.code)?.explanation
    let reason = explanation.map { ", \($0)" } ?? ""
    throw CommandFailure(
      status(of: refusal.code), "refused: \(refusal.code.explanation(scale: scale))\(reason)")
  }

  /// How the clock stands, if the post was refused for it.
  private func clockStatus(of code: RefusalCode) throws -> ClockStatus? {
    switch code {
    case .clockWentBack, .clockWentAhead: try ledger.clockStatus()
    default: nil
    }
  }

  /// What is missing, if the post was refused for lack of room.
  private func spaceStatus(of code: RefusalCode) throws -> SpaceStatus? {
    code == .ledgerFull ? try ledger.spaceStatus() : nil
  }

  private func scale(of refusal: Refusal) throws -> UInt8 {
    let units = Units(of: ledger)
    guard let sequence = refusal.sequence, let entry = try ledger.entry(at: sequence) else {
      return units.scale(of: nil)
    }
    return units.scale(of: entry.post.unit)
  }

  private func details(of code: RefusalCode, _ scale: UInt8) -> [(String, String)] {
    switch code {
    case .insufficientPoints(let available): [("available", available.text(scale: scale))]
    case .alreadyReversed(let remaining): [("remaining", remaining.text(scale: scale))]
    case .periodClosed(let through): [("through", through.description)]
    case .tooManyLots(let limit): [("limit", limit.description)]
    case .referenceConflict(let existing, _): [("existing", existing.description)]
    case .malformed(let wrong): [("malformed", wrong.explanation)]
    default: []
    }
  }

  private func status(of code: RefusalCode) -> ExitStatus {
    switch code {
    case .malformed: .badData
    case .ledgerFull, .ledgerReadOnly, .clockWentBack, .clockWentAhead: .inputOutput
    default: .refused
    }
  }
}

extension JSONObjectWriter {
  /// Appends true, false or null.
  mutating func optionalBoolean(_ name: String, _ value: Bool?, to output: inout [UInt8]) {
    if let value { boolean(name, value, to: &output) } else { null(name, to: &output) }
  }

  /// Appends an integer, or null.
  mutating func optionalInteger(_ name: String, _ value: UInt64?, to output: inout [UInt8]) {
    if let value { integer(name, value, to: &output) } else { null(name, to: &output) }
  }
}
