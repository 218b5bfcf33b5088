@testable import PointsLedger

/// The postings of an hledger journal to the accounts of members.
struct JournalBalances {
  private struct Posting {
    var effective: Instant
    var account: String
    var points: Int64
  }

  private var postings: [Posting] = []

  init(_ ledger: Ledger) throws {
    var effective: [Instant] = []
    try ledger.forEachEntry {
      effective.append($0.effective)
      return true
    }
    var journal = HledgerJournal(ledger)
    var bytes: [UInt8] = []
    var next = UInt64.max
    while next != journal.nextSequence.value {
      next = journal.nextSequence.value
      try journal.append(to: &bytes)
    }
    var entry = 0
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      if let title = line.firstMatch(of: /^\d{4}-\d\d-\d\d \* \((\d+)\)/) {
        entry = Int(title.1) ?? 0
      }
      // Scales are taken out: points are compared as minor units.
      guard let posting = line.firstMatch(of: /^    (members:.*):(?:lots|arrears)  (-?[0-9.]+)/),
        let points = Int64(posting.2.replacing(".", with: ""))
      else { continue }
      postings.append(
        Posting(effective: effective[entry], account: String(posting.1), points: points))
    }
  }

  /// Lots less arrears of each account that has any.
  func balances(asOf instant: Instant) -> [String: Int64] {
    var balances: [String: Int64] = [:]
    for posting in postings where posting.effective <= instant {
      balances[posting.account, default: 0] += posting.points
    }
    return balances.filter { $0.value != 0 }
  }
}
