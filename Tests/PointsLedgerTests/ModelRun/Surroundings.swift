import PointsLedger

/// The part of the state that a generator may know, so that most of its posts make sense.
struct Surroundings {
  struct Spendable {
    var member: MemberIdentifier
    var unit: UnitCode
    var points: Int
  }

  struct OpenHold {
    var reference: Reference
    var member: MemberIdentifier
    var unit: UnitCode
    var points: Int
  }

  /// A live lot with a date, on the account of its own credit.
  struct Extendable {
    var reference: Reference
    var member: MemberIdentifier
    var unit: UnitCode
    var expires: Instant
  }

  var spendable: [Spendable] = []
  var extendable: [Extendable] = []
  var holds: [OpenHold] = []
  var frozen: [MemberIdentifier] = []
  /// The last `posted`.
  var posted = Instant.epoch
  /// The last close.
  var closed: Instant?
  var members: [MemberIdentifier] = []
  /// The identifiers of each of them.
  var names: [[MemberIdentifier]] = []
  /// All identifiers that currently name a member.
  var identifiers: Set<MemberIdentifier> = []

  init() {}

  init(_ state: NaiveState, at now: Instant) {
    posted = state.posted
    closed = state.closed
    for member in state.members where member.survivor == nil {
      guard let first = member.identifiers.first else { continue }
      members.append(first)
      names.append(member.identifiers)
      identifiers.formUnion(member.identifiers)
      if member.isFrozen { frozen.append(first) }
    }
    for account in state.accounts {
      guard let identifier = state.members[account.member].identifiers.last else { continue }
      let unit = state.units[account.unit].code
      let available = account.balance(at: max(now, account.settled ?? now)).available.minorUnits
      if available > 0 {
        spendable.append(Spendable(member: identifier, unit: unit, points: Int(available)))
      }
      for lot in account.lots where lot.remaining > 0 && !lot.isDead(at: now) {
        guard let reference = state.entries[lot.origin].post?.reference, let expires = lot.expires
        else { continue }
        extendable.append(
          Extendable(reference: reference, member: identifier, unit: unit, expires: expires))
      }
      for hold in account.holds where hold.deadline > now {
        guard let reference = state.entries[hold.sequence].post?.reference else { continue }
        holds.append(
          OpenHold(
            reference: reference, member: identifier, unit: unit, points: Int(hold.points)))
      }
    }
  }
}
