/// Converts the texts of a row to values.
///
/// It checks each value by itself; the ledger decides which fields a kind takes.
struct RowConverter: ~Copyable {
  private static let kinds: [(ShortName, EntryKind)] = EntryKind.allCases.map {
    (ShortName($0.name), $0)
  }

  /// The unit in whose scale the points of a row are to be read that names an original and no unit;
  /// nil for the first unit.
  typealias CountedUnit = (
    _ reference: Reference, _ original: Reference, _ decimals: Int
  ) -> UnitCode?

  private let calendar: ZonedCalendar
  private var times: InstantParser
  private var dates: InstantParser

  /// - Parameter calendar: That of dates without a time, and of rules that name no zone.
  init(in calendar: ZonedCalendar = .utc) {
    self.calendar = calendar
    times = InstantParser(in: calendar)
    dates = InstantParser(in: calendar)
  }

  /// The row with the slices `fields`. `scale` returns the scale of a unit (nil: the first one), or
  /// nil if the unit is unknown.
  mutating func row(
    _ fields: borrowing RowFields, base: UnsafePointer<UInt8>, line: Int,
    scale: (UnitCode?) -> UInt8?, counted: CountedUnit
  ) throws(InterchangeError) -> ImportRow {
    var reader = unsafe ValueReader(base: base, line: line)
    let kind = try Self.kind(fields[.kind], &reader)
    let time = fields[.time]
    guard time.count > 0 else { throw reader.fault(.time, .empty) }
    let group = try reader.inlineText(fields[.group], .group)
    guard fields[.reference].count == 0 else {
      let post = try unsafe post(fields, base: base, line: line, scale: scale, counted: counted)
      return ImportRow(line: line, group: group, content: .post(post))
    }
    guard !kind.isPostable && kind != .refusal || kind == .release || kind.isOperator else {
      throw reader.fault(.reference, .empty)
    }
    let written = ImportRow.EngineWritten(
      kind: kind, member: try reader.name(fields[.member], .member).map(MemberIdentifier.init),
      unit: try reader.unit(fields[.unit]), time: try reader.instant(time, .time, &times),
      original: try reader.name(fields[.original], .original).map(Reference.init))
    return ImportRow(line: line, group: group, content: .engineWritten(written))
  }

  /// The post of a row, which may lack a time; the parameters are those of `row`.
  mutating func post(
    _ fields: borrowing RowFields, base: UnsafePointer<UInt8>, line: Int,
    scale: (UnitCode?) -> UInt8?, counted: CountedUnit
  ) throws(InterchangeError) -> Post {
    var reader = unsafe ValueReader(base: base, line: line)
    let kind = try Self.kind(fields[.kind], &reader)
    let time = fields[.time]
    let occurred = time.count > 0 ? try reader.instant(time, .time, &times) : nil
    let member = try reader.name(fields[.member], .member).map(MemberIdentifier.init)
    let unit = try reader.unit(fields[.unit])
    guard let reference = try reader.name(fields[.reference], .reference) else {
      throw reader.fault(.reference, .empty)
    }
    var post = Post(kind: kind, reference: Reference(reference))
    post.member = member
    post.occurred = occurred
    post.unit = unit
    let points = fields[.points]
    if points.count > 0 {
      if unit == nil, let original = try reader.name(fields[.original], .original) {
        post.unit = counted(post.reference, Reference(original), reader.decimals(points))
      }
      post.points = try reader.points(points, scale: scale(post.unit))
    }
    try fillRest(of: &post, fields, &reader)
    return post
  }

  /// Adds the row to a batch if it is a plain post that occurred by `latest`. False, with nothing
  /// added, if `row` has to convert it or to find its error.
  mutating func addPlain(
    _ fields: borrowing RowFields, base: UnsafePointer<UInt8>, to batch: inout PostBatch,
    until latest: Int64
  ) -> Bool {
    let reader = unsafe ValueReader(base: base, line: 0)
    guard !fields.hasAny(of: Self.rareFields),
      let name = reader.shortName(fields[.kind]), let kind = Self.plainKind(name),
      let unit = try? batch.unit(reader.unit(fields[.unit])),
      let occurred = try? reader.instant(fields[.time], .time, &times),
      occurred.milliseconds <= latest,
      let points = try? reader.points(fields[.points], scale: unit.scale),
      case let end = fields[.expires],
      case let expires = end.count == 0 ? nil : try? reader.instant(end, .expires, &dates),
      (expires == nil) == (end.count == 0),
      let member = try? reader.name(fields[.member], .member),
      let reference = try? reader.name(fields[.reference], .reference),
      PlainTexts.fit(fields),
      let post = PlainPost(
        kind, unit: unit.number, namesUnit: fields[.unit].count > 0,
        occurred: occurred.milliseconds, points: points.minorUnits, expires: expires?.milliseconds,
        member: member, reference: reference, hashKey: batch.hashKey)
    else { return false }
    batch.append(post) { unsafe PlainTexts.append(fields, base: base, to: &$0) }
    return true
  }

  /// Fields that no plain post has, and fields that `addPlain` does not check.
  private static let rareFields: [InterchangeField] = [
    .group, .activates, .original, .counterparty, .lots, .partial, .policy, .basis,
  ]

  private static let plainKinds: [(ShortName, EntryKind)] = [
    .earn, .redeem, .opening, .adjust,
  ].map { (ShortName($0.name), $0) }

  private static func plainKind(_ name: ShortName) -> EntryKind? {
    for (candidate, kind) in plainKinds where candidate == name { return kind }
    return nil
  }

  /// The fields that most rows leave empty.
  private mutating func fillRest(
    of post: inout Post, _ fields: borrowing RowFields, _ reader: inout ValueReader
  ) throws(InterchangeError) {
    let activates = fields[.activates]
    if activates.count > 0 { post.activates = try date(activates, .activates, reader) }
    let expires = fields[.expires]
    if expires.count > 0 { post.expires = try date(expires, .expires, reader) }
    post.original = try reader.name(fields[.original], .original).map(Reference.init)
    post.counterparty = try reader.name(fields[.counterparty], .counterparty)
      .map(MemberIdentifier.init)
    if !fields.lots.isEmpty {
      post.lots = try reader.lots(fields.lots)
    } else if fields[.lots].count > 0 {
      post.lots = try reader.lots(fields[.lots])
    }
    if fields[.partial].count > 0 { post.partial = try reader.yesOrNo(fields[.partial], .partial) }
    if fields[.policy].count > 0 {
      switch post.kind {
      case .freeze: post.freezesCredits = try reader.policy(fields[.policy], of: .freeze, "all")
      case .adjust: post.overdraws = try reader.policy(fields[.policy], of: .adjust, "arrears")
      default: post.terms = try reader.terms(fields[.policy])
      }
    }
    post.texts.location = reader.text(fields[.location])
    post.texts.actor = reader.text(fields[.actor])
    post.texts.reason = reader.text(fields[.reason])
    post.texts.campaign = reader.text(fields[.campaign])
    post.texts.basis = reader.text(fields[.basis])
    post.texts.basisUnit = reader.text(fields[.basisUnit])
    post.texts.memo = reader.text(fields[.memo])
  }

  /// An instant, or a rule.
  private mutating func date(
    _ slice: ByteSlice, _ field: InterchangeField, _ reader: ValueReader
  ) throws(InterchangeError) -> PostDate {
    let date = try reader.date(slice, field, &dates)
    return date.rule.map { .relative($0.inZone(of: calendar)) } ?? date
  }

  private static func kind(
    _ slice: ByteSlice, _ reader: inout ValueReader
  ) throws(InterchangeError) -> EntryKind {
    guard slice.count > 0 else { throw reader.fault(.kind, .empty) }
    if let name = reader.shortName(slice) {
      for (candidate, kind) in kinds where candidate == name { return kind }
    }
    let names = EntryKind.allCases.filter(\.isPostable).map(\.name)
    throw reader.badValue(
      slice, .kind,
      "no such kind; the kinds are \(names.joined(separator: ", "))"
        + Suggestion.text(for: reader.text(slice) ?? "", among: names))
  }
}
