extension LedgerState {
  /// Whom `identifier` named at an instant, as the ledger knew it at a sequence number: if nobody
  /// yet, the first that it named later.
  package func member(
    named identifier: InlineText, effective: Int64, sequence: UInt64
  ) -> UInt32? {
    let known = periods(of: identifier).filter { $0.from.sequence <= sequence }
    let begun = known.filter { $0.from.effective <= effective }
    let current = begun.last { period in
      guard let end = period.to else { return true }
      return end.sequence > sequence || end.effective > effective
    }
    guard let period = current ?? (begun.isEmpty ? known.first : nil) else { return nil }
    return survivor(of: period.member, effective: effective, sequence: sequence)
  }

  /// What `member` had become through merges by then.
  package func survivor(of member: UInt32, effective: Int64, sequence: UInt64) -> UInt32 {
    var current = member
    while let merger = members[Int(current)].merged, merger.effective <= effective,
      merger.sequence <= sequence
    {
      current = merger.into
    }
    return current
  }

  /// For each member the identifier to show: its own first one that names it by then, else one
  /// that came to it by a merge, else the one that enrolled it.
  package func shownIdentifiers(effective: Int64, sequence: UInt64) -> [InlineText] {
    var shown: [InlineText?] = Array(repeating: nil, count: members.count)
    var isOwn: [Bool] = Array(repeating: false, count: members.count)
    for period in identifiers {
      guard period.from.sequence <= sequence, period.from.effective <= effective else { continue }
      if let end = period.to, end.sequence <= sequence, end.effective <= effective { continue }
      let member = Int(survivor(of: period.member, effective: effective, sequence: sequence))
      let own = period.member == UInt32(member)
      if shown[member] == nil || (own && !isOwn[member]) {
        shown[member] = period.text
        isOwn[member] = own
      }
    }
    return members.indices.map { member in
      shown[member] ?? identifiers[Int(members[member].firstIdentifier)].text
    }
  }

  /// The number of the account that posts to `identifier` and `unit` now touch, or nil.
  func account(named identifier: MemberIdentifier, unit code: UnitCode?) -> Int? {
    guard let number = currentIdentifier(identifier.text),
      let unit = code.map({ unitNumber($0) }) ?? 0
    else { return nil }
    let member = survivor(of: identifiers[Int(number)].member)
    return members[Int(member)].account(unit: unit)
  }
}
