import PointsLedger
import Testing

/// A ledger at a till, for examples that read like sentences. Times are hours; the clock shows hour
/// 1,000 unless it is changed.
final class Till {
  let ledger: any LedgerUnderTest
  var hour = 1_000
  private var references = 0

  init(
    _ subject: Subject, _ terms: UnitTerms = UnitTerms(), more: [(UnitCode, UnitTerms)] = [],
    enrolls: Bool = true
  ) throws {
    ledger = try subject.make(
      LedgerSetup(
        units: [(.points, terms)] + more, enrollsUnknownMembers: enrolls, clock: .hour(1_000)))
  }

  @discardableResult
  func post(_ post: Post) throws -> ObservedAnswer {
    try ledger.post(post, at: .hour(hour))
  }

  /// Sequence, kind, effective hour and change of all entries after those of the units.
  func log(from start: Int = 1) throws -> [String] {
    try ledger.entries(from: start).map { entry in
      let change =
        entry.change == 0 ? "" : entry.change > 0 ? " +\(entry.change)" : " \(entry.change)"
      return "\(entry.kind.name) \(entry.effective.hours)\(change)"
    }
  }

  /// Available, pending, held and arrears.
  func split(_ member: String, at hour: Int) throws -> [Int64] {
    let balance = try #require(try balance(member, at: hour))
    return [balance.available, balance.pending, balance.held, balance.arrears].map(\.minorUnits)
  }

  /// Earned, redeemed and expired.
  func lifetime(_ member: String, at hour: Int) throws -> [Int64] {
    let balance = try #require(try balance(member, at: hour))
    return [balance.earned, balance.redeemed, balance.expired].map(\.minorUnits)
  }

  func balance(_ member: String, at hour: Int) throws -> Balance? {
    try ledger.balance(of: card(member), unit: nil, at: .instant(.hour(hour)))
  }

  /// Origin, points and expiry of each lot.
  func lots(_ member: String, at hour: Int) throws -> [String] {
    try #require(try ledger.lots(of: card(member), unit: nil, at: .instant(.hour(hour)))).map {
      "\($0.remaining) of #\($0.origin)" + ($0.expires.map { " until \($0.hours)" } ?? "")
    }
  }
}

/// A reference, for literals in examples.
func ref(_ text: String) -> Reference { Reference(text) ?? Reference(UnitCode.points.text) }

/// A member's identifier, for literals in examples.
func card(_ text: String) -> MemberIdentifier {
  MemberIdentifier(text) ?? MemberIdentifier(UnitCode.points.text)
}

extension ObservedAnswer {
  /// `4 of #2, 1 of #1` for what was posted; the code for a refusal.
  var short: String {
    switch self {
    case .posted(let receipt):
      receipt.allocations.map(\.description).joined(separator: ", ")
    case .duplicate(let receipt): "duplicate of #\(receipt.sequence)"
    case .refused(.insufficientPoints(let available), _, _): "insufficientPoints \(available)"
    case .refused(.alreadyReversed(let remaining), _, _): "alreadyReversed \(remaining)"
    case .refused(let code, _, _): code.name
    }
  }
}
