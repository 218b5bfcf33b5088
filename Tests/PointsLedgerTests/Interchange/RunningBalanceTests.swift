import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Running balances: history, dump and journal agree, on random ledgers")
struct RunningBalanceTests {
  @Test("after every entry, from logs and from sealed files", arguments: [41, 42, 43, 44])
  func agree(seed: UInt64) throws {
    let limits = seed % 2 == 0 ? LogLimits(bodyBytes: 8_000, logBytes: 32_768) : LogLimits()
    let ledger = try RandomLedger(seed: seed, commands: 300, limits: limits).ledger
    let entries = try entries(of: ledger)
    let dumped = try dumpedBalances(ledger)
    let asserted = try assertedBalances(ledger)
    #expect(asserted.count > 50, "too few transactions: nothing was tested, seed \(seed)")
    for entry in entries {
      let place: Comment = "entry \(entry.sequence), \(entry.kind), seed \(seed)"
      let scale = self.scale(of: entry.post.unit, ledger)
      #expect(dumped[entry.sequence.value] == entry.balanceAfter?.text(scale: scale) ?? "", place)
      if let balance = asserted[entry.sequence.value] {
        #expect(balance == entry.balanceAfter?.minorUnits, place)
      }
      switch entry.kind {
      case .enroll, .link, .unlink, .freeze, .unfreeze, .merge, .unit, .closePeriod, .clock, .erase:
        #expect(entry.balanceAfter == nil && entry.change == .zero, place)
      case .refusal: break
      default: #expect(entry.balanceAfter != nil, place)
      }
    }
    try checkHistories(ledger, seed)
  }

  /// Each balance is the one before and the change, and the last is that of the account.
  private func checkHistories(_ ledger: Ledger, _ seed: UInt64) throws {
    for account in try ledger.balances(asOf: .latest) {
      var before: SequenceNumber?
      var balances: [(balance: Int64, change: Int64)] = []
      while true {
        let page = try ledger.history(
          of: account.member, unit: account.unit, before: before, limit: 50)
        for entry in page {
          guard let balance = entry.balanceAfter else { continue }
          balances.append((balance.minorUnits, entry.change.minorUnits))
        }
        guard let last = page.last else { break }
        before = last.sequence
      }
      for (newer, older) in zip(balances, balances.dropFirst()) {
        #expect(newer.balance - newer.change == older.balance, "\(account.member), seed \(seed)")
      }
      #expect(balances.last.map { $0.balance == $0.change } ?? true, "\(account.member)")
    }
  }

  private func entries(of ledger: Ledger) throws -> [Entry] {
    var entries: [Entry] = []
    try ledger.forEachEntry(from: SequenceNumber(0), to: nil) {
      entries.append($0)
      return true
    }
    return entries
  }

  private func scale(of unit: UnitCode?, _ ledger: Ledger) -> UInt8 {
    let info = ledger.units.first { unit == nil || $0.code == unit }
    return UInt8(clamping: info?.scale ?? 0)
  }

  /// The column `x-balance` of a dump, by sequence number.
  private func dumpedBalances(_ ledger: Ledger) throws -> [UInt64: String] {
    var writer = InterchangeWriter(format: .csv)
    var bytes: [UInt8] = []
    writer.appendHeader(to: &bytes)
    for entry in try entries(of: ledger) {
      writer.append(entry, scale: scale(of: entry.post.unit, ledger), to: &bytes)
    }
    var reader = try CSVReader(
      source: InterchangeReader.source(of: bytes))
    var balances: [UInt64: String] = [:]
    while case .row = try reader.nextRecord() {
      let sequence = try #require(reader.text("x-sequence").flatMap { UInt64($0) })
      balances[sequence] = reader.text("x-balance")
    }
    return balances
  }

  /// What the journal asserts after each transaction: lots and arrears of the account together.
  private func assertedBalances(_ ledger: Ledger) throws -> [UInt64: Int64] {
    let scales = Dictionary(
      uniqueKeysWithValues: ledger.units.map { ("\"\($0.code)\"", UInt8(clamping: $0.scale)) })
    var journal = HledgerJournal(ledger)
    var bytes: [UInt8] = []
    while true {
      let next = journal.nextSequence
      try journal.append(to: &bytes)
      if journal.nextSequence == next { break }
    }
    var parts: [Substring: Int64] = [:]
    var balances: [UInt64: Int64] = [:]
    var sequence: UInt64?
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      if let open = line.firstIndex(of: "("), line.contains(" * (") {
        sequence = UInt64(line[line.index(after: open)...].prefix { $0 != ")" })
      }
      guard let sequence, line.hasPrefix("    members:"), let mark = line.lastIndex(of: "=") else {
        continue
      }
      let account = line.dropFirst(4).prefix { $0 != " " }
      let amount = line[mark...].split(separator: " ")
      let scale = try #require(scales[String(amount[2])])
      parts[account] = try Points(String(amount[1]), scale: scale).minorUnits
      let base = account[..<(account.lastIndex(of: ":") ?? account.endIndex)]
      balances[sequence] = ["lots", "arrears"].reduce(0) { $0 + (parts["\(base):\($1)"] ?? 0) }
    }
    return balances
  }
}
