import PointsLedger

/// One account's entries, summed up by kind over a span of the log.
struct RollForward {
  private(set) var openingBalance: Int64
  private(set) var issued: Int64 = 0
  private(set) var restored: Int64 = 0
  private(set) var adjusted: Int64 = 0
  private(set) var transferredIn: Int64 = 0
  private(set) var redeemed: Int64 = 0
  private(set) var expired: Int64 = 0
  private(set) var clawedBack: Int64 = 0
  private(set) var transferredOut: Int64 = 0

  var closing: Int64 {
    openingBalance + issued + restored + adjusted + transferredIn - redeemed - expired - clawedBack
      - transferredOut
  }

  /// - Parameter entries: The entries of one account, in log order.
  init(openingBalance: Int64, _ entries: some Sequence<Entry>) {
    self.openingBalance = openingBalance
    for entry in entries {
      let change = entry.change.minorUnits
      switch entry.kind {
      case .opening, .earn: issued += change
      case .adjust: adjusted += change
      case .redeem, .capture: redeemed -= change
      case .expire: expired -= change
      case .transfer: transferredOut -= change
      case .counter: if change > 0 { transferredIn += change } else { transferredOut -= change }
      case .reverse: if change > 0 { restored += change } else { clawedBack -= change }
      default: break
      }
    }
  }
}
