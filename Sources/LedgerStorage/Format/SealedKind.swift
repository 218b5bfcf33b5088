/// The kinds of files that a sealed range consists of.
enum SealedKind: CaseIterable, Sendable {
  case segment, text, chain

  var headerKind: FileHeader.Kind {
    switch self {
    case .segment: .segment
    case .text: .text
    case .chain: .chain
    }
  }

  /// What a file's name begins and ends with.
  var affixes: (prefix: String, suffix: String) {
    switch self {
    case .segment: ("seg-", ".seg")
    case .text: ("text-", ".text")
    case .chain: ("chain-", ".idx")
    }
  }

  /// The regions of such a file, in the order in which they lie there.
  var regions: [ColumnRegion] { ColumnRegion.allCases.filter { $0.fileKind == self } }
}
