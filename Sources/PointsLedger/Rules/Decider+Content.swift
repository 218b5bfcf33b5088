extension Decider {
  /// The fields in which `post` asks for something else than `record`; none if it is a retry.
  /// Compares values, without the texts and without what the post leaves to its default.
  func differing(
    _ post: Post, _ record: Record, _ reader: some RecordReader
  ) throws(LedgerError) -> [Post.Field] {
    var fields: [Post.Field] = []
    if let occurred = post.occurred?.milliseconds, occurred != record.occurred,
      !record.flags.contains(.occurredDefaulted)
    {
      fields.append(.time)
    }
    if post.kind != record.askedKind { fields.append(.kind) }
    if !isSameMember(post.member, record.member, record.identifier, record.unknown?.member) {
      fields.append(.member)
    }
    if !isSamePoints(post, record) { fields.append(.points) }
    if !isSameUnit(post, record) { fields.append(.unit) }
    if !isSame(post.activates, record.activates ?? record.occurred, record) {
      fields.append(.activates)
    }
    if !isSame(post.expires, record.expires, record) { fields.append(.expires) }
    if !(try isSameOriginal(post, record, reader)) { fields.append(.original) }
    if !isSameCounterparty(post, record) { fields.append(.counterparty) }
    if !(try isSameLots(post, record, reader)) { fields.append(.lots) }
    if let partial = post.partial, partial != record.flags.contains(.partial) {
      fields.append(.partial)
    }
    if !isSameTerms(post, record) || !isSamePolicy(post, record) { fields.append(.policy) }
    return fields
  }

  /// A relative date is resolved from when the first post occurred: a post that is built again
  /// later means the same.
  private func isSame(_ date: PostDate?, _ recorded: Int64?, _ record: Record) -> Bool {
    guard let date else { return true }
    let occurred = Instant(clamping: record.occurred)
    guard let instant = try? date.instant(from: occurred, by: calendar) else { return false }
    return instant.milliseconds == recorded
  }

  private func isSamePolicy(_ post: Post, _ record: Record) -> Bool {
    if let credits = post.freezesCredits {
      return credits == (record.askedKind == .freeze && record.flags.contains(.freezesCredits))
    }
    if let overdraws = post.overdraws {
      return overdraws == (record.askedKind == .adjust && record.flags.contains(.overdraws))
    }
    return true
  }

  private func isSamePoints(_ post: Post, _ record: Record) -> Bool {
    guard let points = post.points?.minorUnits else { return true }
    if let asked = record.asked { return points == asked }
    // The first post left its points out: they are those that it took.
    return record.kind == .refusal || points == record.amount
  }

  private func isSameUnit(_ post: Post, _ record: Record) -> Bool {
    guard let code = post.unit else { return true }
    if let defined = record.unitCode { return defined == code.text }
    return state.unitNumber(code) == record.unit ?? record.askedUnit ?? 0
  }

  private func isSameTerms(_ post: Post, _ record: Record) -> Bool {
    guard let terms = post.terms else { return true }
    guard let recorded = record.terms else { return false }
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
    if [post.kind, record.askedKind].contains(where: { $0 == .link || $0 == .unlink }) {
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
