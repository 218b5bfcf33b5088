import PointsLedger

/// One member's points in one unit.
struct NaiveAccount {
  let member: Int
  let unit: Int
  /// Every lot that ever existed, including used up and dead ones.
  var lots: [NaiveLot] = []
  var holds: [NaiveHold] = []
  var debts: [NaiveDebt] = []
  var earned: Int64 = 0
  var redeemed: Int64 = 0
  var expired: Int64 = 0
  var credited: Int64 = 0
  var arrivals = 0
  /// The effective instant of the last entry.
  var settled: Instant?

  init(member: Int, unit: Int) {
    self.member = member
    self.unit = unit
  }

  var arrears: Int64 { debts.reduce(0) { $0 + $1.points } }
  /// The lots less the arrears.
  var net: Int64 { lots.reduce(0) { $0 + $1.remaining } - arrears }

  func lot(_ name: Int) -> NaiveLot? { lots.first { $0.name == name } }
  func hold(_ sequence: Int) -> NaiveHold? { holds.first { $0.sequence == sequence } }

  /// The lots that can be spent, in order of consumption.
  func availableLots(at instant: Instant) -> [NaiveLot] {
    lots.filter { $0.isAvailable(at: instant) }.sorted(by: NaiveLot.isConsumedBefore)
  }

  func pendingLots(at instant: Instant) -> [NaiveLot] {
    lots.filter { $0.isPending(at: instant) }.sorted(by: NaiveLot.isConsumedBefore)
  }

  /// The split at `instant`, for which the clock has been booked.
  func balance(at instant: Instant) -> Balance {
    Balance(
      available: Points(minorUnits: availableLots(at: instant).reduce(0) { $0 + $1.free }),
      pending: Points(minorUnits: pendingLots(at: instant).reduce(0) { $0 + $1.free }),
      held: Points(minorUnits: lots.reduce(0) { $0 + $1[.held] }),
      arrears: Points(minorUnits: arrears), earned: Points(minorUnits: earned),
      redeemed: Points(minorUnits: redeemed), expired: Points(minorUnits: expired))
  }

  /// Applies an entry's effects. Lots that died by then are dead first, whether or not they have
  /// points that could expire.
  mutating func apply(_ effects: [NaiveEffect], at effective: Instant) {
    for index in lots.indices where lots[index].died == nil && lots[index].isDead(at: effective) {
      lots[index].died = lots[index].death
    }
    for effect in effects { apply(effect, at: effective) }
    settled = max(settled ?? effective, effective)
  }

  private mutating func apply(_ effect: NaiveEffect, at effective: Instant) {
    switch effect {
    case .addLot(let lot): arrive(lot)
    case .move(let name, let points, let from, let to):
      for index in lots.indices where lots[index].name == name {
        lots[index][from] -= points
        lots[index][to] += points
      }
    case .openHold(let hold):
      holds.append(hold)
      holds.sort { $0.sequence < $1.sequence }
    case .closeHold(let sequence): holds.removeAll { $0.sequence == sequence }
    case .owe(let debt): debts.append(debt)
    case .pay(let sequence, let part): lower(sequence, by: part.points)
    case .cancel(let sequence, let points): lower(sequence, by: points)
    case .extend(let name, let expires):
      for index in lots.indices where lots[index].name == name { lots[index].expires = expires }
    case .earned(let points): earned += points
    case .redeemed(let points): redeemed += points
    case .expired(let points): expired += points
    case .credited(let points): credited += points
    case .active(let kind):
      for index in lots.indices where lots[index].inactivity?.activity.contains(kind) == true {
        lots[index].lastActivity = effective
      }
    case .leave:
      let empty = NaiveAccount(member: member, unit: unit)
      self = empty
    case .join(let other): join(other, at: effective)
    }
  }

  private mutating func lower(_ debt: Int, by points: Int64) {
    for index in debts.indices where debts[index].sequence == debt {
      debts[index].points -= points
    }
    debts.removeAll { $0.points == 0 }
  }

  private mutating func arrive(_ lot: NaiveLot) {
    var lot = lot
    lot.arrival = arrivals
    arrivals += 1
    lots.append(lot)
  }

  private mutating func join(_ other: NaiveAccount, at effective: Instant) {
    for lot in other.lots.sorted(by: { $0.name < $1.name }) {
      var lot = lot
      if lot.isDead(at: effective) { lot.died = lot.death }
      lot.arrived = effective
      lot.lastActivity = nil
      arrive(lot)
    }
    holds = (holds + other.holds).sorted { $0.sequence < $1.sequence }
    debts = (debts + other.debts).sorted { $0.sequence < $1.sequence }
    earned += other.earned
    redeemed += other.redeemed
    expired += other.expired
    credited += other.credited
  }
}
