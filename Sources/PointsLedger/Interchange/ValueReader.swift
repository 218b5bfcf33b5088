/// Converts the bytes of one field to a value; its errors name line, column and value.
@safe struct ValueReader {
  private let base: UnsafePointer<UInt8>
  private let line: Int

  /// `base` is the base of the slices' offsets: a `RowBuffer`, on whose slack this relies.
  init(base: UnsafePointer<UInt8>, line: Int) {
    unsafe self.base = unsafe base
    self.line = line
  }

  func fault(_ field: InterchangeField, _ problem: InterchangeError.Problem) -> InterchangeError {
    InterchangeError(line: line, field: field, problem: problem)
  }

  func badValue(_ slice: ByteSlice, _ field: InterchangeField, _ why: String) -> InterchangeError {
    fault(field, .badValue(text(slice) ?? "", why))
  }

  /// Nil for an empty field.
  func text(_ slice: ByteSlice) -> String? {
    guard slice.count > 0 else { return nil }
    return unsafe String(decoding: bytes(slice), as: UTF8.self)
  }

  func shortName(_ slice: ByteSlice) -> ShortName? {
    unsafe ShortName(base + slice.start, count: slice.count)
  }

  /// Nil for an empty field.
  func inlineText(
    _ slice: ByteSlice, _ field: InterchangeField
  ) throws(InterchangeError) -> InlineText? {
    guard slice.count > 0 else { return nil }
    guard let text = unsafe InlineText(utf8: base + slice.start, count: slice.count) else {
      throw badValue(
        slice, field, "\(slice.count) bytes long: shorten it to \(InlineText.maximumByteCount)")
    }
    return text
  }

  /// An identifier or a reference. Nil for an empty field.
  func name(
    _ slice: ByteSlice, _ field: InterchangeField
  ) throws(InterchangeError) -> InlineText? {
    guard let text = try inlineText(slice, field) else { return nil }
    guard text.isName else { throw badValue(slice, field, Self.noName) }
    return text
  }

  private static let noName =
    "has a control character, or white space or an invisible character at an end: take it away"

  /// Nil for an empty field.
  func unit(_ slice: ByteSlice) throws(InterchangeError) -> UnitCode? {
    guard let text = try inlineText(slice, .unit) else { return nil }
    guard let code = UnitCode(text) else {
      throw badValue(
        slice, .unit,
        "no unit code: 1 to \(UnitCode.maximumByteCount) bytes without white space or control "
          + "characters")
    }
    return code
  }

  func instant(
    _ slice: ByteSlice, _ field: InterchangeField, _ parser: inout InstantParser
  ) throws(InterchangeError) -> Instant {
    do throws(InstantTextError) {
      return try unsafe parser.parse(bytes(slice))
    } catch {
      throw badValue(slice, field, error.description)
    }
  }

  /// An instant, or a rule.
  func date(
    _ slice: ByteSlice, _ field: InterchangeField, _ parser: inout InstantParser
  ) throws(InterchangeError) -> PostDate {
    if let instant = try? unsafe parser.parse(bytes(slice)) { return .at(instant) }
    do throws(PostDateError) {
      return try PostDate(text(slice) ?? "")
    } catch {
      throw badValue(slice, field, error.description)
    }
  }

  func points(_ slice: ByteSlice, scale: UInt8?) throws(InterchangeError) -> Points {
    do throws(PointsTextError) {
      return try unsafe Points(bytes: bytes(slice), scale: scale)
    } catch {
      let hasComma = unsafe bytes(slice).contains(UInt8(ascii: ","))
      let hint = hasComma ? "; if a comma stands before decimals or thousands, use --decimal" : ""
      throw badValue(slice, .points, error.description + hint)
    }
  }

  /// The number of decimals that are not zeros at the end.
  func decimals(_ slice: ByteSlice) -> Int {
    let bytes = unsafe bytes(slice)
    guard let point = unsafe bytes.lastIndex(of: UInt8(ascii: ".")),
      let last = unsafe bytes.lastIndex(where: { $0 != UInt8(ascii: "0") })
    else { return 0 }
    return max(last - point, 0)
  }

  func yesOrNo(_ slice: ByteSlice, _ field: InterchangeField) throws(InterchangeError) -> Bool {
    switch text(slice) {
    case "yes": return true
    case "no": return false
    default: throw badValue(slice, field, "write yes or no")
    }
  }

  /// The policy of a kind that has only one.
  func policy(
    _ slice: ByteSlice, of kind: EntryKind, _ only: String
  ) throws(InterchangeError) -> Bool {
    guard text(slice) == only else {
      throw badValue(slice, .policy, "for `\(kind.name)` write `\(only)`, or nothing")
    }
    return true
  }

  func terms(_ slice: ByteSlice) throws(InterchangeError) -> UnitTerms {
    do throws(PolicyTextError) {
      return try PolicyText.parse(text(slice) ?? "")
    } catch {
      throw badValue(slice, .policy, error.description)
    }
  }

  /// The references of a JSON array.
  func lots(_ slices: [ByteSlice]) throws(InterchangeError) -> [Reference] {
    try checkLotCount(slices.count)
    var result: [Reference] = []
    for slice in slices {
      guard let text = try name(slice, .lots) else { throw fault(.lots, .empty) }
      result.append(Reference(text))
    }
    return result
  }

  /// References separated by spaces.
  func lots(_ slice: ByteSlice) throws(InterchangeError) -> [Reference] {
    guard let items = unsafe LotsText.split(bytes(slice)) else {
      throw badValue(slice, .lots, "a quote is not closed")
    }
    try checkLotCount(items.count)
    var result: [Reference] = []
    for item in items {
      guard let text = InlineText(utf8: item) else {
        throw badValue(
          slice, .lots, "a reference is not 1 to \(InlineText.maximumByteCount) bytes long")
      }
      guard text.isName else { throw badValue(slice, .lots, Self.noName) }
      result.append(Reference(text))
    }
    return result
  }

  private func checkLotCount(_ count: Int) throws(InterchangeError) {
    guard count <= Post.maximumLots else {
      throw fault(.lots, .malformed(.tooManyLots(maximum: Post.maximumLots)))
    }
  }

  private func bytes(_ slice: ByteSlice) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base + slice.start, count: slice.count)
  }
}
