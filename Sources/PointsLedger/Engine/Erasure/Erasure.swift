/// Who is erased, and what takes the place of what is destroyed: a pure function of entries.
struct Erasure: Sendable {
  /// All members that are the person.
  let members: Set<UInt32>
  /// Entries before this sequence number are erased; it is that of the entry that announced it.
  let start: UInt64
  /// By the number of an identifier: the text that takes its place.
  private(set) var replacements: [UInt32: InlineText] = [:]
  /// The replaced identifiers, by number.
  private(set) var periods: [UInt32: IdentifierPeriod] = [:]
  /// By the entry that introduced the identifier.
  private var byEntry: [UInt64: InlineText] = [:]
  /// By an identifier's text, or by what took its place: the periods, in order, and what takes the
  /// place of the text there.
  private var byText: [InlineText: [(period: IdentifierPeriod, text: InlineText)]] = [:]
  /// The periods in which the texts of the person's identifiers named other members.
  private let others: [InlineText: [IdentifierPeriod]]
  /// Stands for other unknown names in the members' refusals.
  private let nobody: InlineText
  /// By the number of the first member of a group: its seed.
  private let seeds: [UInt32: KeySeed]

  /// - Parameters:
  ///   - identifiers: Those of the members, by number.
  ///   - others: The periods of other members with the same texts.
  ///   - seeds: At least those of the members.
  init(
    of members: Set<UInt32>, before start: UInt64, identifiers: [UInt32: IdentifierPeriod],
    others: [InlineText: [IdentifierPeriod]], seeds: [UInt32: KeySeed]
  ) {
    self.others = others
    self.members = members
    self.start = start
    self.seeds = seeds
    nobody = Self.replacement("-", of: members.min() ?? 0, seeds)
    for (number, period) in identifiers.sorted(by: { $0.key < $1.key })
    where period.from.sequence < start {
      let text = Self.replacement("\(number)", of: period.member, seeds)
      byEntry[period.from.sequence] = text
      byText[text] = [(period, text)]
      guard period.text != text else { continue }
      replacements[number] = text
      periods[number] = period
      byText[period.text, default: []].append((period, text))
    }
  }

  /// Whether a text takes the place of an erased identifier.
  static func isReplacement(_ text: InlineText) -> Bool { "\(text)".hasPrefix("erased:") }

  /// The text for an erased identifier: nobody can guess it before, so no entry has it.
  private static func replacement(
    _ name: String, of member: UInt32, _ seeds: [UInt32: KeySeed]
  ) -> InlineText {
    let id = secrets(of: member, seeds).id
    let digits = String(id.high, radix: 16)
    let zeros = String(repeating: "0", count: 16 - digits.count)
    return InlineText("erased:\(name):\(zeros)\(digits)") ?? .placeholder
  }

  private static func secrets(
    of member: UInt32, _ seeds: [UInt32: KeySeed]
  ) -> (id: RandomBytes16, key: RandomBytes16) {
    (seeds[Self.group(of: member)] ?? .placeholder).secrets(of: member)
  }

  /// The number of the first member with the same seed.
  static func group(of member: UInt32) -> UInt32 { member - member % Record.NewMember.perSeed }

  /// The first members of the groups whose seeds are destroyed.
  var groups: Set<UInt32> { Set(members.map(Self.group)) }

  /// Whether a text is one of the identifiers.
  func names(_ text: InlineText) -> Bool { byText[text] != nil }

  /// The entry without what is destroyed; nil if it has nothing of that.
  ///
  /// - Parameter seeds: That of the entry's member is needed if it is another's refusal.
  func erased(_ record: Record, seeds others: [UInt32: KeySeed]) -> Record? {
    guard record.sequence < start else { return nil }
    let isOwn = record.member.map { members.contains($0) } ?? false
    var erased = record
    var kept = record.erased?.keys
    if let seed = record.newMember?.seed, let member = record.member, groups.contains(member) {
      kept = self.erased(KeySeed(seed: seed, keys: kept), ofGroup: member).keys
      erased.newMember = Record.NewMember(seed: .zero)
    }
    let hasNames = replaceNames(in: &erased, isOwn: isOwn)
    if isOwn {
      if erased.texts.actor != nil { erased.texts.actor = "" }
      if erased.texts.memo != nil { erased.texts.memo = "" }
      if erased.newIdentifier != nil { erased.newIdentifier = byEntry[record.sequence] }
    } else if hasNames, erased.salt != nil {
      erased.salt = .zero
    }
    guard isOwn || hasNames || kept != record.erased?.keys else { return nil }
    let key =
      record.member.map { Self.secrets(of: $0, self.seeds.merging(others) { mine, _ in mine }).key }
      ?? record.salt ?? .zero
    erased.erased = ErasedContent(
      commitment: record.erased?.commitment
        ?? CanonicalEntry.halvesOfCommitment(to: record, key: key), keys: kept)
    return erased
  }

  /// What is kept in the place of a seed.
  func erased(_ seed: KeySeed, ofGroup first: UInt32) -> KeySeed {
    var keys = seed.keys ?? Self.keys(of: seed.seed, from: first)
    for member in members where Self.group(of: member) == first {
      keys.erase(member, id: Self.secrets(of: member, seeds).id)
    }
    return KeySeed(seed: .zero, keys: keys)
  }

  private func replaceNames(in record: inout Record, isOwn: Bool) -> Bool {
    guard var unknown = record.unknown else { return false }
    func replaced(_ text: InlineText?) -> InlineText? {
      guard let text, isOwn || !namedAnother(text, at: record.sequence) else { return text }
      let known = byText[text] ?? []
      // What it named then; if it was nobody, the first that it ever named.
      let then = known.first { $0.period.contains(record.sequence) }
      return (then ?? known.first)?.text ?? (isOwn ? nobody : text)
    }
    unknown.member = replaced(unknown.member)
    unknown.counterparty = replaced(unknown.counterparty)
    guard unknown != record.unknown else { return false }
    record.unknown = unknown
    return true
  }

  /// Whether a text was the identifier of another member: then it is none of the person's.
  private func namedAnother(_ text: InlineText, at sequence: UInt64) -> Bool {
    (others[text] ?? []).contains { $0.contains(sequence) }
  }

  private static func keys(of seed: RandomBytes16, from first: UInt32) -> KeptKeys {
    KeptKeys(
      keys: (0..<Record.NewMember.perSeed).map {
        CanonicalEntry.memberKey(seed: seed, member: first &+ $0)
      })
  }
}

extension IdentifierPeriod {
  /// Whether it lasted at an entry, the one that ended it included.
  fileprivate func contains(_ sequence: UInt64) -> Bool {
    from.sequence <= sequence && sequence <= to?.sequence ?? .max
  }
}
