/// The inactivity rule of a lot, fixed when the lot is made. The lot ends `days` times 24 hours
/// after the latest of its arrival, its activation, and the account's last activity of a listed
/// kind.
package struct SlidingRule: Hashable, Sendable, Codable {
  /// The days; 0 if there is no such rule.
  package var days: UInt32
  /// A set of kinds: bit k means that the kind with raw value k counts as activity.
  package var kinds: UInt32

  package static let none = SlidingRule(days: 0, kinds: 0)

  package var isSome: Bool { days != 0 }

  package init(days: UInt32, kinds: UInt32) {
    self.days = days
    self.kinds = days == 0 ? 0 : kinds
  }

  /// Makes the rule that `terms` state.
  package init(_ terms: UnitTerms) {
    self.init(days: terms.inactivityDays ?? 0, kinds: EntryKind.mask(of: terms.activity))
  }
}

extension EntryKind {
  /// The bit that stands for the kind in a set of kinds.
  package var bit: UInt32 { 1 &<< UInt32(rawValue) }

  package static func mask(of kinds: Set<EntryKind>) -> UInt32 {
    kinds.reduce(0) { $0 | $1.bit }
  }

  package static func set(of mask: UInt32) -> Set<EntryKind> {
    Set(allCases.filter { mask & $0.bit != 0 })
  }
}
