internal import LedgerProof

/// The digest of the state that a log results in. It is the same on every machine for the same log,
/// and for a ledger made by importing another's dump. It covers nothing random, no `posted` instant
/// and no `clock` entry. See spec/entries.md.
enum StateDigest {
  static func of(_ state: LedgerState) -> Digest {
    var hash = SHA256()
    var out = ByteWriter(reserving: 4_096)
    func flush() {
      hash.update(out.span)
      out.removeAll()
    }
    out.append("PointsLedger state 1\n")
    out.signed(state.closedBefore)
    out.number(UInt64(state.units.count))
    for unit in state.units { out.unit(unit) }
    out.number(UInt64(state.members.count))
    for member in state.members { out.member(member) }
    out.number(UInt64(state.identifiers.count))
    for period in state.identifiers {
      out.text(period.text)
      out.number(UInt64(period.member))
      out.byte(period.to == nil ? 1 : 0)
      if out.count > 4_096 { flush() }
    }
    out.number(UInt64(state.accounts.count))
    for account in state.accounts {
      out.account(account) { state.importedNumber(of: $0) }
      if out.count > 4_096 { flush() }
    }
    flush()
    return Digest(hash.finalize().description)
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ text: StaticString) {
    for byte in text.description.utf8 { self.byte(byte) }
  }

  fileprivate mutating func number(_ value: UInt64) { bigEndian(value) }
  fileprivate mutating func signed(_ value: Int64) { bigEndian(UInt64(bitPattern: value)) }

  fileprivate mutating func unit(_ unit: UnitState) {
    text(unit.code.text)
    byte(unit.scale)
    byte(unit.terms.reversal.rawValue)
    switch unit.terms.restore {
    case .original: number(0)
    case .grace(let days): number(1 << 32 | UInt64(days))
    case .reissue(let days): number(2 << 32 | UInt64(days))
    }
    number(unit.terms.packedDays)
    number(UInt64(EntryKind.mask(of: unit.terms.activity)))
  }

  fileprivate mutating func member(_ member: Member) {
    number(UInt64(member.firstIdentifier))
    byte(member.freeze.rawValue)
    number(member.merged.map { UInt64($0.into) } ?? UInt64.max)
  }

  /// - Parameter place: The number of an entry without the `clock` entries before it.
  fileprivate mutating func account(_ account: Account, _ place: (UInt64) -> UInt64) {
    number(UInt64(account.member))
    byte(account.unit)
    for sum in [account.earned, account.redeemed, account.expired] { signed(sum) }
    var lots: [Lot] = []
    for position in 0..<account.lots.count where account.lots[position].remaining > 0 {
      lots.append(account.lots[position])
    }
    number(UInt64(lots.count))
    for lot in lots {
      number(place(lot.origin))
      signed(lot.activates)
      signed(lot.expires)
      number(UInt64(lot.sliding.days) << 32 | UInt64(lot.sliding.kinds))
      signed(lot.remaining)
      signed(lot.held)
    }
    number(UInt64(account.holds.count))
    for hold in account.holds.inOrder {
      number(place(hold.sequence))
      signed(hold.deadline)
      signed(hold.points)
    }
    number(UInt64(account.debts.count))
    for debt in account.debts {
      number(place(debt.origin))
      signed(debt.remaining)
    }
  }
}
