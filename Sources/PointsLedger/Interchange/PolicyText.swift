/// A unit's terms as text: `scale=0 reversal=arrears restore=grace:30 inactivity=365
/// retention=730 activity=earn,redeem`, in any order, separated by spaces.
package enum PolicyText {
  private static let keys = [
    "scale", "reversal", "restore", "inactivity", "retention", "activity",
  ]

  /// Reads terms; the error says what is wrong with them.
  package static func parse(_ text: String) throws(PolicyTextError) -> UnitTerms {
    var terms = UnitTerms()
    var seen: Set<Substring> = []
    for item in text.split(separator: " ") {
      guard let equals = item.firstIndex(of: "=") else {
        throw PolicyTextError("`\(item)` is no key=value")
      }
      let key = item[..<equals]
      let value = item[item.index(after: equals)...]
      guard seen.insert(key).inserted else { throw PolicyTextError("\(key) stands there twice") }
      switch key {
      case "scale": terms.scale = try number(value, key, as: UInt8.self)
      case "reversal": terms.reversal = try reversal(value)
      case "restore": terms.restore = try restore(value)
      case "inactivity": terms.inactivityDays = try number(value, key, as: UInt32.self)
      case "retention": terms.retentionDays = try number(value, key, as: UInt32.self)
      case "activity": terms.activity = try activity(value)
      default:
        throw PolicyTextError(
          "unknown key \(key): the keys are \(keys.joined(separator: ", "))"
            + Suggestion.text(for: String(key), among: keys))
      }
    }
    return terms
  }

  /// The terms as text, without spaces at the ends. Reading it returns the same terms.
  package static func text(_ terms: UnitTerms) -> String {
    var items: [String] = []
    if let scale = terms.scale { items.append("scale=\(scale)") }
    items.append("reversal=\(name(terms.reversal))")
    switch terms.restore {
    case .original: items.append("restore=original")
    case .grace(let days): items.append("restore=grace:\(days)")
    case .reissue(let days): items.append("restore=reissue:\(days)")
    }
    if let days = terms.inactivityDays { items.append("inactivity=\(days)") }
    if let days = terms.retentionDays { items.append("retention=\(days)") }
    if terms.activity != UnitTerms.defaultActivity {
      let kinds = EntryKind.allCases.filter(terms.activity.contains).map(\.name)
      items.append("activity=" + kinds.joined(separator: ","))
    }
    return items.joined(separator: " ")
  }

  private static func name(_ reversal: UnitTerms.Reversal) -> String {
    switch reversal {
    case .arrears: "arrears"
    case .withinBalance: "within-balance"
    case .refuse: "refuse"
    }
  }

  private static func reversal(
    _ value: Substring
  ) throws(PolicyTextError) -> UnitTerms.Reversal {
    for reversal in UnitTerms.Reversal.allCases where name(reversal) == value { return reversal }
    throw PolicyTextError("reversal is arrears, within-balance or refuse, not `\(value)`")
  }

  private static func restore(_ value: Substring) throws(PolicyTextError) -> UnitTerms.Restore {
    if value == "original" { return .original }
    let parts = value.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2 {
      let days = parts[1]
      if parts[0] == "grace" { return .grace(days: try number(days, "grace", as: UInt32.self)) }
      if parts[0] == "reissue" {
        return .reissue(days: try number(days, "reissue", as: UInt32.self))
      }
    }
    throw PolicyTextError("restore is original, grace:DAYS or reissue:DAYS, not `\(value)`")
  }

  private static func activity(_ value: Substring) throws(PolicyTextError) -> Set<EntryKind> {
    var kinds: Set<EntryKind> = []
    for name in value.split(separator: ",") {
      guard let kind = EntryKind(name: String(name)) else {
        throw PolicyTextError(
          "activity names no kind `\(name)`"
            + Suggestion.text(for: String(name), among: EntryKind.allCases.map(\.name)))
      }
      kinds.insert(kind)
    }
    return kinds
  }

  private static func number<N: FixedWidthInteger>(
    _ value: Substring, _ key: Substring, as type: N.Type
  ) throws(PolicyTextError) -> N {
    // `init(_: radix:)` would accept a sign too.
    guard let number = N(value), value.utf8.allSatisfy({ $0 &- 48 <= 9 }) else {
      throw PolicyTextError("\(key) is no whole number: `\(value)`")
    }
    return number
  }
}

/// What is wrong with a policy.
package struct PolicyTextError: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
