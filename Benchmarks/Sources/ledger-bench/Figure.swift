/// A figure measured on both sides.
enum Figure: CaseIterable {
  case imports
  case closing
  case firstBalance
  case balance
  case regular
  case reference
  case opening
  case size
  case history
  case indexes
  case anonymousMemory
  case residentMemory
  case durablePost
  case redemption

  var name: String {
    switch self {
    case .imports: "import, until durable and closed"
    case .closing: "  of it, once all rows are decided"
    case .firstBalance: "balance of any member, the first time"
    case .balance: "  asked again"
    case .regular: "balance of 1,000 regulars"
    case .reference: "entry by reference, warm"
    case .opening: "open, until the first balance"
    case .size: "size on disk, closed"
    case .history: "  entries and texts"
    case .indexes: "  state and indexes"
    case .anonymousMemory: "memory of the import, anonymous"
    case .residentMemory: "  with mapped files"
    case .durablePost: "one durable post at a time"
    case .redemption: "redeem from 10,000 lots, no sync"
    }
  }

  var unit: String {
    switch self {
    case .imports: "rows/s"
    case .firstBalance, .balance, .regular, .reference: "ns"
    case .closing, .opening: "ms"
    case .size, .history, .indexes: "bytes/row"
    case .anonymousMemory, .residentMemory: "MiB"
    case .durablePost, .redemption: "us"
    }
  }

  var isBetterHigher: Bool { self == .imports }
}
