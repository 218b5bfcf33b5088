/// The columns of the CSV form and the keys of the JSON Lines form, in the order in which a dump
/// writes them.
package enum InterchangeField: UInt8, CaseIterable, Sendable {
  case time, kind, member, points, reference, unit, activates, expires, original, counterparty
  case location, actor, reason, campaign, basis, basisUnit, memo, lots, partial, policy, group

  /// The columns that every file must have.
  static let needed: [InterchangeField] = [.time, .kind, .member, .points, .reference]
  static let count = 21

  package var name: String {
    switch self {
    case .time: "time"
    case .kind: "kind"
    case .member: "member"
    case .points: "points"
    case .reference: "reference"
    case .unit: "unit"
    case .activates: "activates"
    case .expires: "expires"
    case .original: "original"
    case .counterparty: "counterparty"
    case .location: "location"
    case .actor: "actor"
    case .reason: "reason"
    case .campaign: "campaign"
    case .basis: "basis"
    case .basisUnit: "basisUnit"
    case .memo: "memo"
    case .lots: "lots"
    case .partial: "partial"
    case .policy: "policy"
    case .group: "group"
    }
  }

  /// The field with this name, or nil.
  package init?(name: String) {
    guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = field
  }
}

extension InterchangeField {
  private static let shortNames: [ShortName] = allCases.map { ShortName($0.name) }

  /// The field with this name, or nil.
  init?(_ name: ShortName) {
    guard let index = Self.shortNames.firstIndex(of: name) else { return nil }
    self = Self.allCases[index]
  }
}
