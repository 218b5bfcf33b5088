/// A part of a sealed range's columns that can be read separately.
package enum ColumnRegion: UInt8, CaseIterable, Sendable {
  /// The columns that every reader of entries needs. In the segment file.
  case rows = 0
  /// The references, which a scan of balances skips. In the segment file.
  case references = 1
  /// The texts that may have to be erased. In the text file.
  case text = 2
  /// Derived from the others, and possibly missing. In the chain file.
  case chain = 3

  package static let all = Set(allCases)

  /// The kind of file that contains it.
  var fileKind: SealedKind {
    switch self {
    case .rows, .references: .segment
    case .text: .text
    case .chain: .chain
    }
  }
}
