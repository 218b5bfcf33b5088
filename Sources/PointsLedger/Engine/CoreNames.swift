internal import LedgerStorage

/// Looks names up in the live state, one short lock each: a reader of long histories does not stop
/// the till.
struct CoreNames: EntryIndex {
  let core: Locked<Core>
  let opening: StateOpening

  /// Looks at the state; at one made anew if a run cannot be read. Where none can be made, neither can
  /// the entries be read that all questions end at.
  private func look<R: Sendable>(_ body: (borrowing LedgerState) -> R) -> R {
    core.withLock { core in
      let found = body(core.judge.state)
      guard let fault = core.judge.state.firstFault else { return found }
      do throws(LedgerError) { try opening.reopen(&core, fault) } catch { return found }
      return body(core.judge.state)
    }
  }

  func identifierText(_ number: UInt32) -> InlineText? {
    look { $0.identifierText(number) }
  }

  func firstIdentifier(of member: UInt32) -> UInt32? {
    look { $0.firstIdentifier(of: member) }
  }

  func unitCode(_ number: UInt8) -> UnitCode? {
    look { $0.unitCode(number) }
  }

  func lastEntry(member: UInt32, unit: UInt8) -> UInt64? {
    look { $0.lastEntry(member: member, unit: unit) }
  }

  func lastEntry(member: UInt32) -> UInt64? {
    look { $0.members[Int(member)].last }
  }

  func unitNumber(_ code: UnitCode) -> UInt8? { look { $0.unitNumber(code) } }

  func memberNumber(_ identifier: MemberIdentifier) -> UInt32? {
    look {
      $0.member(named: identifier.text, effective: .max, sequence: .max)
    }
  }

  func candidates(for reference: Reference) -> [UInt64] {
    look { $0.candidates(for: reference.text) }
  }
}
