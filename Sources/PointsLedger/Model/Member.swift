/// A member, by number.
package struct Member: Sendable {
  package static let noAccount = UInt32.max

  /// The identifier that enrolled the member.
  package var firstIdentifier: UInt32
  /// Whether the first identifier still names the member.
  package var firstIdentifierNames = true
  /// The other identifiers that name the member now, those of merged members too.
  package var otherIdentifiers: [UInt32] = []
  package var freeze = Freeze.none
  /// The member that this one was merged into, and the time.
  package var merged: Merger?
  /// The last entry about the member as a whole.
  package var last: UInt64?
  /// By unit number.
  private var firstAccount = Self.noAccount
  private var otherAccounts: [UInt32] = []

  package enum Freeze: UInt8, Sendable { case none, debits, all }

  package struct Merger: Hashable, Sendable {
    package var into: UInt32
    package var effective: Int64
    package var sequence: UInt64
  }

  package init(firstIdentifier: UInt32) {
    self.firstIdentifier = firstIdentifier
  }

  /// Whether posts for the member are unaffected by a merger or a freeze, and the first identifier
  /// still names the member.
  @inline(__always) var isPlainlyServed: Bool {
    merged == nil && freeze == .none && firstIdentifierNames
  }

  /// The number of identifiers that name the member now.
  package var identifierCount: Int { (firstIdentifierNames ? 1 : 0) + otherIdentifiers.count }

  /// All identifiers that name the member now.
  package var currentIdentifiers: [UInt32] {
    (firstIdentifierNames ? [firstIdentifier] : []) + otherIdentifiers
  }

  package mutating func endIdentifier(_ number: UInt32) {
    if number == firstIdentifier {
      firstIdentifierNames = false
    } else {
      otherIdentifiers.removeAll { $0 == number }
    }
  }

  /// The number of the member's account in `unit`, or nil.
  package func account(unit: UInt8) -> Int? {
    if unit == 0 { return firstAccount == Self.noAccount ? nil : Int(firstAccount) }
    let index = Int(unit) - 1
    guard index < otherAccounts.count, otherAccounts[index] != Self.noAccount else { return nil }
    return Int(otherAccounts[index])
  }

  /// By unit number; `noAccount` if there is none. Empty, or ending with an account.
  package var accounts: [UInt32] {
    if !otherAccounts.isEmpty { return [firstAccount] + otherAccounts }
    return firstAccount == Self.noAccount ? [] : [firstAccount]
  }

  package mutating func setAccount(_ number: UInt32, unit: UInt8) {
    guard unit > 0 else {
      firstAccount = number
      return
    }
    while otherAccounts.count < Int(unit) { otherAccounts.append(Self.noAccount) }
    otherAccounts[Int(unit) - 1] = number
  }
}
