internal import LedgerStorage

/// Writes a ledger as a journal that hledger reads and checks.
///
/// Each entry that moves points is a transaction on its effective day, between the member's account
/// and an account of the program that names the kind of movement:
///
/// ```
/// 2026-01-31 * (12) earn  ; reference: S012/T3/000451
///     members:4711:points:lots  30 "points" = 70 "points"
///     program:issued  -30 "points"
/// ```
/// The assertion after each amount is the balance of the account according to the ledger. hledger
/// checks assertions in order of date, and the entries of one account are in that order. A member's
/// debts are in `arrears`, below 0. All accounts and commodities are declared, and all text is
/// ASCII, so `hledger check --strict` passes in any locale. (With tens of thousands of accounts
/// that is slow; `hledger check` is quick.)
public struct HledgerJournal {
  /// The most entries written by one call.
  private static let step: UInt64 = 16_384

  private let ledger: Ledger
  private var next: UInt64 = 0
  private var units: [HledgerUnit] = []
  private var names: HledgerNames
  /// Arrears by account.
  private var arrears: [UInt64: Int64] = [:]
  /// The accounts that are already declared.
  private var declared: Set<UInt64> = []

  /// The journal of a ledger, from its first entry on.
  public init(_ ledger: Ledger) {
    self.ledger = ledger
    names = HledgerNames(ledger.door)
  }

  /// The sequence number of the first entry that is not written yet.
  public var nextSequence: SequenceNumber { SequenceNumber(next) }

  /// Appends the start of a journal.
  public func appendHeader(to output: inout [UInt8]) {
    output.append(contentsOf: "; Points ledger \(ledger.id)\ndecimal-mark .\n".utf8)
    for account in HledgerAccount.allCases {
      output.append(contentsOf: "account \(account.rawValue)\n".utf8)
    }
  }

  /// Appends the next entries, at most 16,384, up to `last` (nil: to the end). Appends nothing at
  /// the end.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`; then `output` may end within a transaction.
  public mutating func append(
    upTo last: SequenceNumber? = nil, to output: inout [UInt8]
  ) throws(LedgerError) {
    try ledger.pipeline.checkProcess()
    let start = next
    let end = min(ledger.nextSequence.value, start &+ Self.step)
    guard start < end, start <= last?.value ?? UInt64.max else { return }
    try ledger.log.forEach(from: start) { (record) throws(LedgerError) in
      guard record.sequence < end, record.sequence <= last?.value ?? UInt64.max else {
        return false
      }
      next = record.sequence + 1
      try append(record, to: &output)
      return true
    }
  }

  private mutating func append(_ record: Record, to output: inout [UInt8]) throws(LedgerError) {
    if record.kind == .unit { return define(record, &output) }
    guard let member = record.member, let number = record.unit, record.kind != .refusal,
      Int(number) < units.count
    else { return }
    let key = Account.key(member, number)
    let change = record.change
    let owed = arrears[key] ?? 0
    let owes = owed &+ newArrears(record, key)
    arrears[key] = owes == 0 ? nil : owes
    // Arrears are below 0, so more of them lower that account; lots make up the difference.
    let arrearsChange = owed &- owes
    let lotsChange = change &- arrearsChange
    guard change != 0 || arrearsChange != 0 else { return }
    let unit = units[Int(number)]
    let account = try names.account(of: member, unit)
    if declared.insert(key).inserted {
      for part in ["lots", "arrears"] {
        output.append(contentsOf: "account ".utf8)
        output.append(contentsOf: account)
        output.append(contentsOf: ":\(part)\n".utf8)
      }
    }
    appendTitle(record, &output)
    appendPayments(record, unit, &output)
    appendPosting(account, ":lots", lotsChange, after: record.balanceAfter &+ owes, unit, &output)
    appendPosting(account, ":arrears", arrearsChange, after: 0 &- owes, unit, &output)
    let program = Array(HledgerAccount(record).rawValue.utf8)
    appendPosting(program, "", 0 &- change, after: nil, unit, &output)
  }

  /// The change in what is owed by the entry; below 0 if less is owed.
  private mutating func newArrears(_ record: Record, _ key: UInt64) -> Int64 {
    var new = record.owing &- record.cancelled
    for payment in record.payments { new &-= payment.points }
    if record.flags.contains(.mergedInto), let source = record.counterparty,
      let unit = record.unit
    {
      new &+= arrears[Account.key(source, unit)] ?? 0
    } else if record.flags.contains(.mergedAway) {
      new &-= arrears[key] ?? 0
    }
    return new
  }

  private mutating func define(_ record: Record, _ output: inout [UInt8]) {
    guard let code = record.unitCode, !units.contains(where: { $0.code == code }) else { return }
    let unit = HledgerUnit(code: code, scale: record.terms?.scale ?? 0)
    units.append(unit)
    output.append(contentsOf: "commodity 1.".utf8)
    for _ in 0..<unit.scale { output.append(UInt8(ascii: "0")) }
    output.append(UInt8(ascii: " "))
    output.append(contentsOf: unit.commodity)
    output.append(UInt8(ascii: "\n"))
  }

  private func appendTitle(_ record: Record, _ output: inout [UInt8]) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: Instant(clamping: record.effective).description.utf8.prefix(10))
    output.append(contentsOf: " * (\(record.sequence)) \(record.kind.name)".utf8)
    if let reference = record.reference {
      output.append(contentsOf: "  ; reference: ".utf8)
      HledgerNames.appendEscaped(reference, to: &output)
    }
    output.append(UInt8(ascii: "\n"))
  }

  /// Appends a comment for each debt that the entry left or paid.
  private func appendPayments(_ record: Record, _ unit: HledgerUnit, _ output: inout [UInt8]) {
    for (label, points) in [("leaves owing", record.owing), ("cancels debt", record.cancelled)]
    where points > 0 {
      output.append(contentsOf: "    ; \(label): ".utf8)
      unit.append(points, to: &output)
      output.append(UInt8(ascii: "\n"))
    }
    for payment in record.payments {
      output.append(contentsOf: "    ; pays debt of (\(payment.debt)): ".utf8)
      unit.append(payment.points, to: &output)
      output.append(contentsOf: " from the lot of (\(payment.origin))\n".utf8)
    }
  }

  /// Appends an amount that is not 0.
  private func appendPosting(
    _ account: [UInt8], _ part: String, _ points: Int64, after: Int64?, _ unit: HledgerUnit,
    _ output: inout [UInt8]
  ) {
    guard points != 0 else { return }
    output.append(contentsOf: "    ".utf8)
    output.append(contentsOf: account)
    output.append(contentsOf: "\(part)  ".utf8)
    unit.append(points, to: &output)
    if let after {
      output.append(contentsOf: " = ".utf8)
      unit.append(after, to: &output)
    }
    output.append(UInt8(ascii: "\n"))
  }
}
