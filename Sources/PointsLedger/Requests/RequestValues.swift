/// The values of a request's keys that are not fields of a post.
struct RequestValues {
  /// Those that the request has.
  var keys: Set<RequestKey> = []
  private(set) var command: String?
  private var result = Request(command: .close)

  /// What was read, for a command.
  func request(_ command: RequestCommand) -> Request {
    var request = result
    request.command = command
    return request
  }

  /// Reads the value of a key other than `id` and `posts`.
  mutating func read(
    _ key: RequestKey, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) {
    switch key {
    case .id, .posts: return
    case .command: command = try Self.text(key, &scanner)
    case .report: result.report = try Self.text(key, &scanner)
    case .preview: result.isPreview = try Self.boolean(key, &scanner)
    case .sequence: result.sequence = SequenceNumber(try Self.number(key, &scanner))
    case .atSequence: result.atSequence = SequenceNumber(try Self.number(key, &scanner))
    case .before: result.before = SequenceNumber(try Self.number(key, &scanner))
    case .limit:
      let number = try Self.number(key, &scanner)
      guard let limit = Int(exactly: number), 1...RequestLimits.rows ~= limit else {
        throw scanner.fault(
          .badValue("\(number)", "write 1 to \(RequestLimits.rows)"), of: key.rawValue)
      }
      result.limit = limit
    case .after:
      let text = try Self.text(key, &scanner)
      guard let member = MemberIdentifier(text) else {
        throw scanner.fault(.badValue(text, "no member identifier"), of: key.rawValue)
      }
      result.after = member
    case .asOf, .from, .to, .by, .days, .within, .value, .currency, .breakage, .timeZone, .issued,
      .allocated, .recognised:
      for text in try Self.texts(key, &scanner) {
        if key == .asOf { result.asOf = try Self.instant(text, key, scanner) }
        guard result.reportOptions.count < RequestLimits.reportOptions else {
          throw scanner.fault(
            .badValue(text, "more than \(RequestLimits.reportOptions) values: ask for less"),
            of: key.rawValue)
        }
        result.reportOptions.append((key.optionName, text))
      }
    }
  }

  /// A string or a number, as JSON.
  static func id(_ scanner: inout JSONLineScanner) throws(InterchangeError) -> RequestID {
    var bytes: [UInt8] = []
    switch scanner.current {
    case 0x22: JSONObjectWriter.append(scanner.text(try scanner.string()).utf8, to: &bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      bytes.append(contentsOf: scanner.text(try scanner.anyNumber()).utf8)
    default:
      throw scanner.fault(
        .badValue("\(Unicode.Scalar(scanner.current))...", "write a string or a number"), of: "id")
    }
    guard bytes.count <= RequestLimits.id else {
      throw scanner.fault(
        .badValue(
          String(decoding: bytes, as: UTF8.self),
          "\(bytes.count) bytes long: shorten it to \(RequestLimits.id)"), of: "id")
    }
    return RequestID(bytes: bytes)
  }

  private static func text(
    _ key: RequestKey, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) -> String {
    guard scanner.current == 0x22 else {
      throw scanner.fault(
        .badValue("\(Unicode.Scalar(scanner.current))...", "write a string"), of: key.rawValue)
    }
    return scanner.text(try scanner.string())
  }

  private static func boolean(
    _ key: RequestKey, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) -> Bool {
    if scanner.takeWord("true") != nil { return true }
    if scanner.takeWord("false") != nil { return false }
    throw scanner.fault(
      .badValue("\(Unicode.Scalar(scanner.current))...", "write true or false"), of: key.rawValue)
  }

  /// A whole number from 0 on, as a number or a string of digits.
  private static func number(
    _ key: RequestKey, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) -> UInt64 {
    let text = try textOrNumber(key, &scanner)
    guard text.utf8.allSatisfy({ $0 &- 48 <= 9 }), let number = UInt64(text) else {
      throw scanner.fault(.badValue(text, "write a whole number from 0 on"), of: key.rawValue)
    }
    return number
  }

  private static func textOrNumber(
    _ key: RequestKey, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) -> String {
    if scanner.current == 0x22 { return scanner.text(try scanner.string()) }
    guard scanner.current == UInt8(ascii: "-") || scanner.current &- 48 <= 9 else {
      throw scanner.fault(
        .badValue("\(Unicode.Scalar(scanner.current))...", "write a string or a number"),
        of: key.rawValue)
    }
    return scanner.text(try scanner.number())
  }

  /// One text or number, or an array of them.
  private static func texts(
    _ key: RequestKey, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) -> [String] {
    guard scanner.take("[") else { return [try textOrNumber(key, &scanner)] }
    var texts: [String] = []
    repeat { texts.append(try textOrNumber(key, &scanner)) } while scanner.take(",")
    try scanner.expect("]", "a comma or a closing bracket")
    return texts
  }

  private static func instant(
    _ text: String, _ key: RequestKey, _ scanner: JSONLineScanner
  ) throws(InterchangeError) -> Instant {
    do throws(InstantTextError) { return try Instant(text) } catch {
      throw scanner.fault(.badValue(text, error.description), of: key.rawValue)
    }
  }
}
