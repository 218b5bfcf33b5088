extension LedgerState {
  /// The number of the identifier by which `text` names a member now, or nil.
  func currentIdentifier(_ text: InlineText) -> UInt32? {
    currentIdentifier(text, hash: text.hash64(key: hashKey))
  }

  private func currentIdentifier(_ text: InlineText, hash: UInt64) -> UInt32? {
    if let number = names.hint(hash), isCurrent(number, text) { return UInt32(number) }
    var search = names.search(hash)
    while let number = names.next(&search) {
      if isCurrent(number, text) { return UInt32(number) }
    }
    return nil
  }

  /// The same, and brings the identifier and its member into memory, for callers that read them
  /// several times.
  mutating func loadCurrentIdentifier(_ text: InlineText) -> UInt32? {
    let hash = text.hash64(key: hashKey)
    guard let number = currentIdentifier(text, hash: hash) else { return nil }
    names.noteHint(hash, UInt64(number))
    identifiers.load(Int(number))
    members.load(Int(identifiers.look(Int(number)) { $0.member }))
    return number
  }

  private func isCurrent(_ number: UInt64, _ text: InlineText) -> Bool {
    guard number < UInt64(identifiers.count) else { return false }
    return identifiers.look(Int(number)) { $0.to == nil && $0.text == text }
  }

  /// The member that `text` names now, or nil.
  func currentMember(named text: InlineText) -> UInt32? {
    currentIdentifier(text).map { owner(ofIdentifier: $0) }
  }

  /// The member that a current identifier names, through merges.
  func owner(ofIdentifier number: UInt32) -> UInt32 {
    survivor(of: identifiers.look(Int(number)) { $0.member })
  }

  /// The member that `identifier` named at an instant, as the ledger knew it at a sequence number.
  /// If it named none yet, the first that it named afterwards.
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

  /// The member that `member` had become through merges by then.
  package func survivor(of member: UInt32, effective: Int64, sequence: UInt64) -> UInt32 {
    var current = member
    var last: UInt64 = 0
    while let merger = members.look(Int(current), { $0.merged }), merger.effective <= effective,
      merger.sequence <= sequence, merger.sequence > last
    {
      current = merger.into
      last = merger.sequence
    }
    return current
  }

  /// The identifier to show for each member: its own first one that names it by then, else one that
  /// came to it by a merge, else the first that named it afterwards.
  package func shownIdentifiers(effective: Int64, sequence: UInt64) -> [InlineText] {
    var shown: [InlineText?] = Array(repeating: nil, count: members.count)
    var isOwn: [Bool] = Array(repeating: false, count: members.count)
    var later: [InlineText?] = Array(repeating: nil, count: members.count)
    for period in identifiers where period.from.sequence <= sequence {
      let member = Int(survivor(of: period.member, effective: effective, sequence: sequence))
      guard period.from.effective <= effective else {
        later[member] = later[member] ?? period.text
        continue
      }
      if let end = period.to {
        if end.sequence <= sequence, end.effective <= effective { continue }
        // The identifier may already name another member.
        let named = self.member(named: period.text, effective: effective, sequence: sequence)
        if named != UInt32(member) { continue }
      }
      let own = period.member == UInt32(member)
      if shown[member] == nil || (own && !isOwn[member]) {
        shown[member] = period.text
        isOwn[member] = own
      }
    }
    return members.indices.map { member in
      shown[member] ?? later[member] ?? identifiers[Int(members[member].firstIdentifier)].text
    }
  }

  /// The number of the account that a post to `identifier` and `unit` would touch now, or nil.
  func account(named identifier: MemberIdentifier, unit code: UnitCode?) -> Int? {
    guard let member = currentMember(named: identifier.text),
      let unit = code.map({ unitNumber($0) }) ?? 0
    else { return nil }
    return accountNumber(of: member, unit: unit)
  }
}
