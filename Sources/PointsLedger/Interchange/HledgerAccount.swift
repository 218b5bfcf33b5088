/// The accounts of the program: the sources and targets of members' points, named after the terms
/// of a roll-forward.
enum HledgerAccount: String, CaseIterable {
  case issued = "program:issued"
  case restored = "program:restored"
  case adjusted = "program:adjusted"
  case redeemed = "program:redeemed"
  case expired = "program:expired"
  case clawedBack = "program:clawed back"
  /// Between two members; it ends at zero.
  case transferred = "program:transferred"

  init(_ record: Record) {
    switch record.kind {
    case .redeem, .capture: self = .redeemed
    case .expire: self = .expired
    case .adjust: self = .adjusted
    case .transfer, .counter: self = .transferred
    case .reverse:
      if record.flags.contains(.ofEarned) {
        self = .clawedBack
      } else if record.flags.contains(.ofRedeemed) {
        self = .restored
      } else {
        self = record.counterparty == nil ? .adjusted : .transferred
      }
    default: self = .issued
    }
  }
}
