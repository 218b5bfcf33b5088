/// A part of a sealed range's columns that is read, or left alone, by itself.
package enum ColumnRegion: UInt8, CaseIterable, Sendable {
  /// What every reader of entries needs. In the segment file.
  case rows = 0
  /// The references, which a scan of balances passes over. In the segment file.
  case references = 1
  /// What may have to be erased. In the text file.
  case text = 2
  /// Derived from the others, and perhaps missing. In the chain file.
  case chain = 3

  package static let all = Set(allCases)

  /// The kind of file that it lies in.
  var fileKind: SealedKind {
    switch self {
    case .rows, .references: .segment
    case .text: .text
    case .chain: .chain
    }
  }
}
