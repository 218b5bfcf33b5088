/// Follows the points of one credit through the records that moved them.
///
/// What one record gave back, took, and paid of debts stays apart: their sum would hide the way from
/// a debt to the credit that paid it.
struct LotTrail {
  private let credit: UInt64
  /// The points of the credit that each member's account has, held ones too. A merge moves them
  /// without naming them.
  private var left: [UInt32: Int64] = [:]
  private(set) var uses: [LotUse] = []

  init(of credit: Record) {
    self.credit = credit.sequence
    guard let member = credit.member else { return }
    let made = credit.newLots.filter { $0.origin == credit.sequence }
    left[member] = credit.isCredit ? credit.amount : made.reduce(0) { $0 &+ $1.points }
  }

  /// Whether `follow` may find something in it.
  func concerns(_ record: Record) -> Bool {
    record.isMergeCounter
      || record.allocations.contains { $0.origin.value == credit }
      || record.newLots.contains { $0.origin == credit }
      || record.payments.contains { $0.origin == credit }
  }

  /// Takes the next record, in log order.
  mutating func follow(_ record: Record) {
    guard let member = record.member else { return }
    if record.isMergeCounter {
      followMerge(record, member)
    } else {
      followLots(record, member)
    }
    for payment in record.payments where payment.origin == credit {
      move(payment.points, from: member, record, payingDebtOf: payment.debt)
    }
  }

  /// The survivor's counter comes first.
  private mutating func followMerge(_ record: Record, _ member: UInt32) {
    if record.flags.contains(.mergedInto) {
      move(0 &- (record.counterparty.flatMap { left[$0] } ?? 0), from: member, record)
    } else {
      move(left[member] ?? 0, from: member, record)
    }
  }

  private mutating func followLots(_ record: Record, _ member: UInt32) {
    // A hold only reserves points; its capture takes them. A hold's release frees them.
    guard record.kind != .hold else { return }
    var named: Int64 = 0
    for allocation in record.allocations where allocation.origin.value == credit {
      named &+= allocation.points.minorUnits
    }
    if record.kind == .reverse, record.change > 0 { named = 0 &- named }
    if record.sequence != credit {
      for lot in record.newLots where lot.origin == credit { named &-= lot.points }
    }
    move(named, from: member, record)
  }

  private mutating func move(
    _ points: Int64, from member: UInt32, _ record: Record, payingDebtOf debt: UInt64? = nil
  ) {
    guard points != 0 else { return }
    left[member, default: 0] &-= points
    uses.append(LotUse(points, by: record, payingDebtOf: debt))
  }
}

extension Record {
  fileprivate var isMergeCounter: Bool { !flags.isDisjoint(with: [.mergedInto, .mergedAway]) }
}
