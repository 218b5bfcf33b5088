import PointsLedger
import Synchronization

/// The answers of `serve`: those of the commands with `--json`.
final class ServedAnswers: RequestPrinter {
  private let ledger: Ledger
  private let known: KnownUnits
  private let path: String
  /// Held by a question about all accounts or entries: one at a time, for the memory that it takes.
  private let turn = Mutex(())

  init(_ ledger: Ledger, _ units: KnownUnits, at path: String) {
    self.ledger = ledger
    known = units
    self.path = path
  }

  func append(
    _ answer: Answer, to post: Post, isPreview: Bool, _ object: inout JSONObjectWriter,
    _ output: inout [UInt8]
  ) throws(RequestFault) {
    let report = AnswerReport(
      ledger: ledger, json: true, isPreview: isPreview, units: Units(known.all))
    do throws(LedgerError) {
      switch answer {
      case .posted(let receipt):
        try report.append(receipt, isDuplicate: false, to: &object, &output)
      case .duplicate(let receipt):
        try report.append(receipt, isDuplicate: true, to: &object, &output)
      case .refused(let refusal):
        try report.append(refusal, of: post, to: &object, &output)
        object.string("message", try report.message(of: refusal, to: post), to: &output)
      }
    } catch {
      throw RequestFault(error)
    }
  }

  func append(
    answerTo request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws(RequestFault) {
    do {
      try answer(request, &object, &output)
    } catch let fault as RequestFault {
      throw fault
    } catch let error as LedgerError {
      throw RequestFault(error)
    } catch {
      throw RequestFault(name: "failed", message: "\(error)")
    }
  }

  private func answer(
    _ request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws {
    switch request.command {
    case .balance: try balance(request, &object, &output)
    case .balances: try balances(request, &object, &output)
    case .lots: try lots(request, &object, &output)
    case .holds: try holds(request, &object, &output)
    case .history: try history(request, &object, &output)
    case .show: try show(request, &object, &output)
    case .info:
      let info = try turn.withLock { _ in try ledger.info() }
      object.info(info, of: ledger, at: path, to: &output)
    case .sweep:
      object.sweep(try turn.withLock { _ in try ledger.sweep(asOf: request.asOf) }, to: &output)
    case .report:
      try turn.withLock { _ in
        try ServedReport.append(request, of: ledger, at: path, to: &object, &output)
      }
    // A session does these itself.
    case .post, .group, .close: break
    }
  }

  // MARK: - One account

  /// The account that a request is about; nil if it names no member.
  private func account(
    of request: Request
  ) throws(RequestFault) -> (member: MemberIdentifier, unit: UnitCode, units: Units)? {
    let units = Units(known.all)
    return try request.member.map { (member) throws(RequestFault) in
      (member, try chosen(request.unit, units), units)
    }
  }

  private func balance(
    _ request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws {
    guard let (member, unit, units) = try account(of: request) else { return }
    let found = try ledger.balance(
      of: member, unit: unit, asOf: request.asOf, atSequence: request.atSequence)
    guard let found else {
      throw LedgerError(.unknownMember, "there is no member \(member) in \(path)")
    }
    object.account(member, unit, found, scale: units.scale(of: unit), to: &output)
  }

  private func lots(
    _ request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws {
    guard let (member, unit, units) = try account(of: request) else { return }
    let lots = try ledger.lots(
      of: member, unit: unit, asOf: request.asOf, atSequence: request.atSequence)
    object.rows(lots, to: &output) { item, lot, output in
      item.lot(lot, scale: units.scale(of: unit), to: &output)
    }
  }

  private func history(
    _ request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws {
    guard let (member, unit, units) = try account(of: request) else { return }
    let limit = request.limit ?? 100
    // One more tells whether there are more.
    let entries = try ledger.history(
      of: member, unit: unit, before: request.before, limit: limit + 1)
    var json = EntryJSON()
    try object.rows(entries.prefix(limit), to: &output) { item, entry, output in
      let scale = units.scale(of: entry.post.unit)
      json.append(
        entry, scale: scale, allocations: try AllocationView.sources(of: entry, in: ledger),
        effects: try EffectsView(of: entry, in: ledger, scale: scale, bothWays: false),
        to: &item, &output)
    }
    object.boolean("more", entries.count > limit, to: &output)
    if entries.count <= limit, let cut = try ledger.cut(of: member, unit: unit) {
      cut.append(to: &object, &output)
    }
  }

  private func show(
    _ request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws {
    let name = request.sequence.map { "\($0)" } ?? request.reference.map { "`\($0)`" } ?? ""
    guard let entry = try ShowCommand.find(request.sequence, request.reference, in: ledger) else {
      throw RequestFault(name: "unknownEntry", message: "no entry \(name) in \(path)")
    }
    let scale = Units(known.all).scale(of: entry.post.unit)
    var json = EntryJSON()
    json.append(
      entry, scale: scale, allocations: try AllocationView.bothWays(of: entry, in: ledger),
      effects: try EffectsView(of: entry, in: ledger, scale: scale, bothWays: true),
      to: &object, &output)
  }

  // MARK: - All accounts

  private func balances(
    _ request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws {
    let units = Units(known.all)
    let unit = try request.unit.map { try chosen($0, units) }
    try turn.withLock { _ in
      let all = try ledger.balances(asOf: request.asOf, atSequence: request.atSequence)
      let chosen = all.lazy.filter { unit == nil || $0.unit == unit }
      object.rows(of: chosen, \.member, request, to: &output) { item, account, output in
        item.account(
          account.member, account.unit, account.balance, scale: units.scale(of: account.unit),
          to: &output)
      }
    }
  }

  private func holds(
    _ request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws {
    let units = Units(known.all)
    let holds: [HoldView]
    if let member = request.member {
      holds = try ledger.holds(
        of: member, unit: chosen(request.unit, units), asOf: request.asOf,
        atSequence: request.atSequence)
    } else {
      let unit = try request.unit.map { try chosen($0, units) }
      holds = try turn.withLock { _ in
        try ledger.holds(asOf: request.asOf, atSequence: request.atSequence)
          .filter { unit == nil || $0.unit == unit }
      }
    }
    object.rows(of: holds, \.member, request, to: &output) { item, hold, output in
      item.hold(hold, scale: units.scale(of: hold.unit), to: &output)
    }
  }

  private func chosen(_ unit: UnitCode?, _ units: Units) throws(RequestFault) -> UnitCode {
    do throws(CommandFailure) { return try units.chosen(unit) } catch {
      throw RequestFault(name: "unknownUnit", message: error.description)
    }
  }
}

extension JSONObjectWriter {
  /// Appends the array `rows`. Once it is longer than any answer, the rest is left out.
  mutating func rows<Item>(
    _ items: some Sequence<Item>, to output: inout [UInt8],
    _ fill: (inout JSONObjectWriter, Item, inout [UInt8]) throws -> Void
  ) rethrows {
    key("rows", to: &output)
    output.append(UInt8(ascii: "["))
    let start = output.count
    for item in items {
      guard output.count - start <= RequestLimits.answer else { break }
      if output.count > start { output.append(UInt8(ascii: ",")) }
      var object = JSONObjectWriter(&output)
      try fill(&object, item, &output)
      object.end(&output)
    }
    output.append(UInt8(ascii: "]"))
  }

  /// The same for rows in the order of members, behind `after` and up to `limit`; those of one
  /// member stay together. `more` says whether further ones follow.
  mutating func rows<Item>(
    of items: some Sequence<Item>, _ member: KeyPath<Item, MemberIdentifier>, _ request: Request,
    to output: inout [UInt8], _ fill: (inout JSONObjectWriter, Item, inout [UInt8]) -> Void
  ) {
    var page: [Item] = []
    var hasMore = false
    for item in items {
      if let after = request.after, item[keyPath: member] <= after { continue }
      if let limit = request.limit, let last = page.last, page.count >= limit,
        last[keyPath: member] != item[keyPath: member]
      {
        hasMore = true
        break
      }
      page.append(item)
    }
    rows(page, to: &output, fill)
    boolean("more", hasMore, to: &output)
  }
}
