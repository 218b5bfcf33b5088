internal import LedgerStorage

/// The tables of the state, by their numbers in runs.
package enum TableName: UInt8, CaseIterable, Sendable {
  /// One value under key 0: the units, the counts, the instants.
  case ledger = 0
  /// By account number.
  case accounts = 1
  /// By member number.
  case members = 2
  /// By identifier number.
  case identifiers = 3
  /// Numbers of identifiers by the hash of their text.
  case names = 4
  /// Sequence numbers by the hash of their reference.
  case references = 5
  /// What was reversed, by the sequence number of the original.
  case reversals = 6
  /// What expired unused, by lot.
  case expired = 7
  /// The numbers of identifiers by the hashes of their texts.
  case instants = 8

  /// Whether a key can have several values, all of which stay.
  private var isIndex: Bool { self == .names || self == .references }

  /// How a table of runs is merged.
  static func rule(_ table: UInt8) -> RunMerger.Rule {
    TableName(rawValue: table)?.isIndex ?? true ? .all : .latest
  }
}
