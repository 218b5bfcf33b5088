import PointsLedger

/// Writes the ledger's answer to a post; throws status 1 for a refusal.
struct AnswerReport {
  let ledger: Ledger
  let json: Bool
  let isPreview: Bool
  private let units: Units

  /// - Parameter units: The ledger's; nil: as they are now.
  init(ledger: Ledger, json: Bool, isPreview: Bool, units: Units? = nil) {
    self.ledger = ledger
    self.json = json
    self.isPreview = isPreview
    self.units = units ?? Units(of: ledger)
  }

  func write(_ answer: Answer, to post: Post) throws {
    switch answer {
    case .posted(let receipt):
      try CommandFailure.addingTo(
        isPreview ? "nothing was posted" : "the post is entry \(receipt.sequence), and durable"
      ) { try write(receipt, isDuplicate: false) }
    case .duplicate(let receipt):
      try CommandFailure.addingTo("it was posted before, as entry \(receipt.sequence)") {
        try write(receipt, isDuplicate: true)
      }
    case .refused(let refusal):
      let entry = refusal.sequence.map { ", as entry \($0)" } ?? ""
      try CommandFailure.addingTo("the post was refused (\(refusal.code.name))\(entry)") {
        try report(refusal, of: post)
      }
      throw try failure(refusal, of: post)
    }
  }

  private func write(_ receipt: Receipt, isDuplicate: Bool) throws {
    let entry = receipt.entry
    var output = Output()
    if json {
      var object = JSONObjectWriter(&output.bytes)
      try append(receipt, isDuplicate: isDuplicate, to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      let scale = units.scale(of: entry.post.unit)
      let allocations = try AllocationView.sources(of: entry, in: ledger)
      let effects = try EffectsView(of: entry, in: ledger, scale: scale, bothWays: false)
      let policy = policy(of: entry)
      let verb = isDuplicate ? "posted before" : isPreview ? "would be posted" : "posted"
      try output.line("\(verb): entry \(receipt.sequence), \(entry.kind.name)")
      var listing = Listing()
      for allocation in allocations { listing.add(allocation.label, allocation.text(scale: scale)) }
      effects.add(to: &listing)
      if let policy { listing.add("policy in force", policy) }
      if entry.isLate { listing.add("late, effective", entry.effective.description) }
      for (name, points) in receipt.balance?.named.prefix(4) ?? [] {
        if name == "available" || points != .zero { listing.add(name, points.text(scale: scale)) }
      }
      if receipt.balance != nil, !entry.isLate, try !isAboutNow(entry.effective) {
        listing.add("as of", entry.effective.description)
      }
      try listing.write(to: &output)
    }
    try output.flush()
  }

  /// Appends the keys of a receipt.
  func append(
    _ receipt: Receipt, isDuplicate: Bool, to object: inout JSONObjectWriter,
    _ output: inout [UInt8]
  ) throws(LedgerError) {
    let entry = receipt.entry
    let scale = units.scale(of: entry.post.unit)
    let allocations = try AllocationView.sources(of: entry, in: ledger)
    let effects = try EffectsView(of: entry, in: ledger, scale: scale, bothWays: false)
    object.integer("sequence", receipt.sequence.value, to: &output)
    object.boolean("duplicate", isDuplicate, to: &output)
    if isPreview { object.boolean("preview", true, to: &output) }
    object.string("effective", entry.effective.description, to: &output)
    object.boolean("late", entry.isLate, to: &output)
    object.string("change", entry.change.text(scale: scale), to: &output)
    if let balance = receipt.balance {
      object.balance(balance, scale: scale, to: &output)
    } else {
      object.null("available", to: &output)
    }
    object.allocations(allocations, scale: scale, to: &output)
    effects.append(to: &object, &output)
    if let policy = policy(of: entry) { object.string("policy", policy, to: &output) }
  }

  /// A balance as of some minutes ago is taken for the present one.
  private func isAboutNow(_ instant: Instant) throws(LedgerError) -> Bool {
    let now = try ledger.clockStatus().clock
    return instant > now.advanced(by: .seconds(-300)) && instant < now.advanced(by: .seconds(300))
  }

  /// Of an entry about a unit: the policy in force, which is the last version as a whole.
  private func policy(of entry: Entry) -> String? {
    guard entry.kind == .unit else { return nil }
    if isPreview { return entry.post.terms.map { PolicyText.text($0) } }
    guard let unit = ledger.units.first(where: { $0.code == entry.post.unit }) else { return nil }
    var terms = unit.terms
    terms.scale = UInt8(clamping: unit.scale)
    return PolicyText.text(terms)
  }

  /// Writes what is for programs.
  private func report(_ refusal: Refusal, of post: Post) throws {
    guard json else { return }
    var output = Output()
    var object = JSONObjectWriter(&output.bytes)
    try append(refusal, of: post, to: &object, &output.bytes)
    try failure(refusal, of: post).append(to: &object, &output.bytes)
    object.end(&output.bytes)
    try output.line("")
    try output.flush()
  }

  /// Appends the keys of a refusal.
  func append(
    _ refusal: Refusal, of post: Post, to object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws(LedgerError) {
    object.string("refused", refusal.code.name, to: &output)
    object.optionalInteger("sequence", refusal.sequence?.value, to: &output)
    object.boolean("duplicate", refusal.isRepeated, to: &output)
    let entry = try refusal.sequence.flatMap { sequence throws(LedgerError) in
      try ledger.entry(at: sequence)
    }
    object.optional("effective", entry?.effective.description, to: &output)
    if isPreview { object.boolean("preview", true, to: &output) }
    for (name, value) in details(of: refusal.code, try scale(of: refusal, of: post)) {
      object.string(name, value, to: &output)
    }
    if let clock = try clockStatus(of: refusal.code) {
      object.string("clock", clock.clock.description, to: &output)
      object.string("posted", clock.posted.description, to: &output)
    }
    if let space = try spaceStatus(of: refusal.code) {
      object.string("path", space.path, to: &output)
      object.optional("fileSystem", space.fileSystem, to: &output)
      object.integer("freeBytes", space.freeBytes, to: &output)
      object.integer("neededBytes", space.neededBytes, to: &output)
    }
    if case .referenceConflict(_, let differing) = refusal.code {
      object.strings("differing", differing.map(\.rawValue), to: &output)
    }
  }

  /// The failure that ends the command; the JSON object of the refusal has its keys.
  private func failure(_ refusal: Refusal, of post: Post) throws -> CommandFailure {
    CommandFailure(
      status(of: refusal.code), try message(of: refusal, to: post), code: refusal.code.name
    ).written
  }

  /// Why a post was refused, for people.
  func message(of refusal: Refusal, to post: Post) throws(LedgerError) -> String {
    let clock = try clockStatus(of: refusal.code)?.explanation
    let space = try spaceStatus(of: refusal.code)?.explanation
    let reason = (clock ?? space).map { ", \($0)" } ?? ""
    let why = ledger.explanation(of: refusal, for: post, scale: try scale(of: refusal, of: post))
    return "refused\(try moment(of: refusal)): \(why)\(reason)"
  }

  /// Of a refusal that was decided before, where and as of when; of a new one as of when, if that
  /// is not about now.
  private func moment(of refusal: Refusal) throws(LedgerError) -> String {
    guard let sequence = refusal.sequence, let entry = try ledger.entry(at: sequence) else {
      return refusal.isRepeated ? " before" : ""
    }
    if refusal.isRepeated { return " before, as entry \(sequence), as of \(entry.effective)" }
    guard case .insufficientPoints = refusal.code, try !isAboutNow(entry.effective) else {
      return ""
    }
    return ", as of \(entry.effective)"
  }

  /// How the clock stands, if the post was refused for it.
  private func clockStatus(of code: RefusalCode) throws(LedgerError) -> ClockStatus? {
    switch code {
    case .clockWentBack, .clockWentAhead: try ledger.clockStatus()
    default: nil
    }
  }

  /// What is missing, if the post was refused for lack of room.
  private func spaceStatus(of code: RefusalCode) throws(LedgerError) -> SpaceStatus? {
    code == .ledgerFull ? try ledger.spaceStatus() : nil
  }

  private func scale(of refusal: Refusal, of post: Post) throws(LedgerError) -> UInt8 {
    guard let sequence = refusal.sequence, let entry = try ledger.entry(at: sequence) else {
      let original = try post.original.flatMap { reference throws(LedgerError) in
        try ledger.keptEntry(reference)
      }
      return units.scale(of: post.unit ?? original?.post.unit)
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
