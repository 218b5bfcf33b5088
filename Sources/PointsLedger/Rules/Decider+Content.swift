extension Decider {
  /// Whether `post` asks for the same as `record`. Compares values, without the texts and without
  /// what the post leaves to its default.
  func isSameContent(
    _ post: Post, _ record: Record, _ reader: some RecordReader
  ) throws(LedgerError) -> Bool {
    guard post.kind == record.askedKind else { return false }
    if let occurred = post.occurred?.milliseconds, occurred != record.occurred,
      !record.flags.contains(.occurredDefaulted)
    {
      return false
    }
    guard isSameMember(post.member, record.member, record.identifier, record.unknown?.member),
      isSamePoints(post, record), isSameUnit(post, record)
    else { return false }
    if let activates = post.activates?.milliseconds,
      activates != record.activates ?? record.occurred
    {
      return false
    }
    if let expires = post.expires?.milliseconds, expires != record.expires { return false }
    if post.partial == true, !record.flags.contains(.partial) { return false }
    if post.partial == false, record.flags.contains(.partial) { return false }
    if let credits = post.freezesCredits, credits != record.flags.contains(.freezesCredits) {
      return false
    }
    guard isSameCounterparty(post, record), isSameTerms(post, record) else { return false }
    guard try isSameOriginal(post, record, reader) else { return false }
    return try isSameLots(post, record, reader)
  }

  private func isSamePoints(_ post: Post, _ record: Record) -> Bool {
    guard let points = post.points?.minorUnits, let asked = record.asked else { return true }
    return points == asked
  }

  private func isSameUnit(_ post: Post, _ record: Record) -> Bool {
    guard let code = post.unit else { return true }
    if post.kind == .unit { return record.unitCode == code.text }
    return state.unitNumber(code) == record.unit ?? record.askedUnit ?? 0
  }

  private func isSameTerms(_ post: Post, _ record: Record) -> Bool {
    guard let terms = post.terms, let recorded = record.terms else {
      return (post.terms == nil) == (record.terms == nil)
    }
    var asked = terms
    if asked.scale == nil { asked.scale = recorded.scale }
    var known = recorded
    if known.scale == nil { known.scale = asked.scale }
    return asked == known
  }

  private func isSameMember(
    _ given: MemberIdentifier?, _ member: UInt32?, _ identifier: UInt32?, _ unknown: InlineText?
  ) -> Bool {
    guard let given else { return true }
    if let unknown { if unknown == given.text { return true } }
    let recorded: UInt32?
    if let member {
      let number = identifier ?? state.members[Int(member)].firstIdentifier
      if state.identifiers[Int(number)].text == given.text { return true }
      recorded = state.survivor(of: member)
    } else {
      recorded = unknown.flatMap { state.currentMember(named: $0) }
    }
    return recorded != nil && state.currentMember(named: given.text) == recorded
  }

  private func isSameCounterparty(_ post: Post, _ record: Record) -> Bool {
    guard let given = post.counterparty else { return true }
    // Links and unlinks are about the identifier itself, not about the member that it names.
    if post.kind == .link || post.kind == .unlink {
      return counterpartyText(record) == given.text
    }
    return isSameMember(
      given, record.counterparty, record.counterpartyIdentifier, record.unknown?.counterparty)
  }

  /// The other identifier as the caller named it.
  private func counterpartyText(_ record: Record) -> InlineText? {
    if record.kind == .link { return record.newIdentifier }
    if let unknown = record.unknown?.counterparty { return unknown }
    let number =
      record.counterpartyIdentifier
      ?? record.counterparty.map { state.members[Int($0)].firstIdentifier }
    return number.map { state.identifiers[Int($0)].text }
  }

  private func isSameOriginal(
    _ post: Post, _ record: Record, _ reader: some RecordReader
  ) throws(LedgerError) -> Bool {
    guard let given = post.original else { return true }
    if let unknown = record.unknown?.original { return unknown == given.text }
    guard let original = record.original else { return false }
    return try self.record(at: original, reader).reference == given.text
  }

  private func isSameLots(
    _ post: Post, _ record: Record, _ reader: some RecordReader
  ) throws(LedgerError) -> Bool {
    guard !post.lots.isEmpty else { return true }
    if let unknown = record.unknown, !unknown.lots.isEmpty {
      return unknown.lots == post.lots.map(\.text)
    }
    guard post.lots.count == record.namedLots.count else { return false }
    for (lot, sequence) in zip(post.lots, record.namedLots) {
      guard try self.record(at: sequence, reader).reference == lot.text else { return false }
    }
    return true
  }
}
