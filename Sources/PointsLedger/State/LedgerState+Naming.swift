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

  /// The member that `identifier` meant at an instant, as the ledger knew it at a sequence number:
  /// the one that it named then or, if it named none, the next one. Nil if none followed.
  package func member(
    named identifier: InlineText, effective: Int64, sequence: UInt64
  ) -> UInt32? {
    // An identifier's periods are in order on both axes.
    let meant = periods(of: identifier).first { period in
      guard period.from.sequence <= sequence else { return false }
      guard let end = period.to else { return true }
      return end.sequence > sequence || end.effective > effective
    }
    return meant.map { survivor(of: $0.member, effective: effective, sequence: sequence) }
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

  /// The identifier to show for each member: its own first one that names it then, else one that
  /// came to it by a merge, else the first that means it because it named it next.
  package func shownIdentifiers(effective: Int64, sequence: UInt64) -> [InlineText] {
    var shown: [InlineText?] = Array(repeating: nil, count: members.count)
    var isOwn: [Bool] = Array(repeating: false, count: members.count)
    var later: [InlineText?] = Array(repeating: nil, count: members.count)
    // Only these may mean another member than the one of the period. A state that leaves entries out
    // does not know which periods end later.
    var reused: Set<InlineText> = []
    for period in identifiers where period.from.sequence <= sequence {
      if period.to != nil { reused.insert(period.text) }
      if let end = period.to, end.sequence <= sequence, end.effective <= effective { continue }
      let member = Int(survivor(of: period.member, effective: effective, sequence: sequence))
      if isPartial || reused.contains(period.text) {
        let meant = self.member(named: period.text, effective: effective, sequence: sequence)
        if meant != UInt32(member) { continue }
      }
      guard period.from.effective <= effective else {
        later[member] = later[member] ?? period.text
        continue
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
