import Testing

@testable import PointsLedger

/// A query of a ledger, and its answer as text. `all` has every query.
struct Question: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let ask: @Sendable (Ledger) throws -> String

  private init(_ name: String, _ ask: @escaping @Sendable (Ledger) throws -> Any) {
    testDescription = name
    self.ask = { Self.text(try ask($0)) }
  }

  private static func text(_ answer: Any) -> String {
    guard let bytes = answer as? [UInt8] else { return "\(answer)" }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let members: [MemberIdentifier] = [
    .anna, .ben, .cleo, .dora, .named("anna-2"), .named("nobody"),
  ]

  /// The result of a call, or the code of its error.
  private static func outcome<Answer>(_ body: () throws(LedgerError) -> Answer) -> String {
    do throws(LedgerError) { return "\(try body())" } catch { return "\(error.code)" }
  }

  private static func each(
    _ ledger: Ledger,
    _ body: (MemberIdentifier, UnitCode) throws(LedgerError) -> Any
  ) -> String {
    members.flatMap { member in
      ledger.units.map { unit in
        outcome { () throws(LedgerError) in try body(member, unit.code) }
      }
    }.joined(separator: "\n")
  }

  private static func dump(_ format: InterchangeFormat, _ ledger: Ledger) throws -> [UInt8] {
    var writer = InterchangeWriter(format: format)
    var bytes: [UInt8] = []
    try ledger.forEachEntry { entry in
      writer.append(entry, scale: 2, to: &bytes)
      return true
    }
    return bytes
  }

  private static func journal(_ ledger: Ledger) throws -> [UInt8] {
    var journal = HledgerJournal(ledger)
    var bytes: [UInt8] = []
    while journal.nextSequence < ledger.nextSequence { try journal.append(to: &bytes) }
    return bytes
  }

  private static func references(_ ledger: Ledger) throws -> [Reference] {
    var references: [Reference] = []
    for (_, step) in FullSession().steps {
      switch step {
      case .post(let post): references.append(post.reference)
      case .group(let posts): references += posts.map(\.reference)
      case .sweep: break
      }
    }
    return references
  }

  /// All queries that a ledger opened for reading answers.
  static let all: [Question] = [
    Question("balance") { ledger in
      each(ledger) { (member, unit) throws(LedgerError) in
        try ledger.balance(of: member, unit: unit)
      }
    },
    Question("balance without a unit") { ledger in
      members.map { member in
        outcome { () throws(LedgerError) in try ledger.balance(of: member) }
      }
    },
    Question("balance as of") { ledger in
      each(ledger) { (member, unit) throws(LedgerError) in
        try ledger.balance(of: member, unit: unit, asOf: .day(4))
      }
    },
    Question("balance at a sequence number") { ledger in
      each(ledger) { (member, unit) throws(LedgerError) in
        try ledger.balance(of: member, unit: unit, atSequence: SequenceNumber(40))
      }
    },
    Question("lots") { ledger in
      each(ledger) { (member, unit) throws(LedgerError) in try ledger.lots(of: member, unit: unit) }
    },
    Question("history") { ledger in
      each(ledger) { (member, unit) throws(LedgerError) in
        try ledger.history(of: member, unit: unit)
      }
    },
    Question("balances") { try $0.balances() },
    Question("balances as of") { try $0.balances(asOf: .day(4)) },
    Question("entries by reference") { ledger in
      try references(ledger).map { try ledger.entry(reference: $0) as Any }
    },
    Question("entries and uses") { ledger in
      try (0..<ledger.nextSequence.value).map { number in
        let sequence = SequenceNumber(number)
        return (
          try ledger.entry(at: sequence) as Any, try ledger.uses(of: sequence),
          try ledger.lots(mergedBy: sequence)
        )
      }
    },
    Question("dump --format csv") { try dump(.csv, $0) },
    Question("dump --format jsonl") { try dump(.jsonLines, $0) },
    Question("dump --format hledger") { try journal($0) },
    Question("info") { ledger in
      let info = try ledger.info()
      return (info.entries, info.members, info.accounts, info.root, info.lastPosted as Any)
    },
    Question("segments") { try $0.segments(withColumns: true) },
    Question("units") { ledger in
      ledger.units.map { unit in
        var terms = unit.terms
        terms.activity = []
        return (unit.code, unit.scale, terms, unit.terms.activity.map(\.name).sorted())
      }
    },
    Question("state digest") { try $0.stateDigest() },
    Question("replay") { try $0.replay() },
    Question("preview") { ledger in
      let posts: [Post] = members.flatMap { member -> [Post] in
        [
          .redeem(1, from: member, reference: .named("new-\(member)")),
          .earn(1, for: member, reference: .named("old")),
          .transfer(1, from: member, to: .ben, reference: .named("t-\(member)")),
        ]
      }
      return try ledger.preview(each: posts + [.earn(100, for: .anna, reference: .named("e1"))])
    },
    Question("report rollforward") {
      (
        try $0.rollforward(),
        try $0.rollforward(from: .day(1), to: .day(9), by: .day, split: .location)
      )
    },
    Question("report ageing") { (try $0.ageing(), try $0.ageing(at: .before(.day(4)))) },
    Question("report expiring") { (try $0.expiring(), try $0.expiring(at: .before(.day(4)))) },
    Question("report liability") { (try $0.liability(), try $0.liability(at: .before(.day(4)))) },
    Question("report cohorts") { (try $0.cohorts(), try $0.cohorts(at: .before(.day(4)))) },
    Question("report lapsed") {
      (try $0.lapsed(days: 1), try $0.lapsed(at: .before(.day(9)), days: 3))
    },
    Question("report retention") { try $0.retention(from: .day(2), to: .day(9), days: 5) },
    Question("report repeat") { try $0.repeatShare() },
    Question("report basis") { try $0.averageBasis() },
  ]

  /// Actions of a writer that depend on the state.
  static let changes: [Question] = [
    Question("sweep") { ledger in
      let swept = try ledger.sweep()
      return (
        swept, try ledger.stateDigest()
      )
    },
    Question("settle") { ledger in
      for member in members { try ledger.settle(member, upTo: .day(20)) }
      return try ledger.stateDigest()
    },
    Question("posts") { ledger in
      let posts: [Post] = members.map { .redeem(1, from: $0, reference: .named("new-\($0)")) }
      let again: [Post] = [.earn(100, for: .anna, reference: .named("e1"), expires: .day(10))]
      return (try ledger.post(each: posts + again).map(\.name), try ledger.stateDigest())
    },
    Question("group") { ledger in
      let posts: [Post] = members.prefix(4).map {
        .redeem(1, from: $0, reference: .named("g-\($0)"))
      }
      return (try ledger.post(atomically: posts).map(\.name), try ledger.stateDigest())
    },
    Question("batch") { ledger in
      var batch = ledger.makeBatch()
      for member in members {
        batch.append(.earn(1, for: member, reference: .named("b-\(member)")))
      }
      return (try ledger.handOver(batch).wait(), try ledger.stateDigest())
    },
  ]
}
