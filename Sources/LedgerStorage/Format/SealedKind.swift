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

  /// The prefix and the suffix of a file's name.
  var affixes: (prefix: String, suffix: String) {
    switch self {
    case .segment: ("seg-", ".seg")
    case .text: ("text-", ".text")
    case .chain: ("chain-", ".idx")
    }
  }

  /// The regions of such a file, in their order.
  var regions: [ColumnRegion] { ColumnRegion.allCases.filter { $0.fileKind == self } }
}
