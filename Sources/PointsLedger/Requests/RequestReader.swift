/// Reads the requests of one client, a line each.
///
/// ```swift
/// let request = try reader.read(line)
/// if request.command == .post { try reader.post(scale: { _ in 0 }) }
/// ```
package struct RequestReader: ~Copyable {
  /// The key `id` of the last line, even if it was refused behind that.
  package private(set) var id: RequestID?

  private var line = PaddedLine()
  private var object = JSONFieldsReader()
  /// The posts of a group, as they stand in the line.
  private var group: [(columns: [ByteSlice], lots: [ByteSlice])] = []
  private var groupObject = JSONFieldsReader()
  private var converter = RowConverter()

  package init() {}

  /// Reads a line, without its end.
  package mutating func read(_ bytes: ArraySlice<UInt8>) throws(RequestFault) -> Request {
    id = nil
    line.set(bytes)
    do throws(InterchangeError) { return try read() } catch { throw RequestFault(error) }
  }

  /// Whether the post of the last line can only be read by what the ledger has under another
  /// reference.
  package var namesOriginalAlone: Bool {
    object.fields[.original].count > 0 && object.fields[.unit].count == 0
  }

  /// The post of the last line, a `post`.
  package mutating func post(
    scale: (UnitCode?) -> UInt8?,
    counted: (_ reference: Reference, _ original: Reference, _ decimals: Int) -> UnitCode?
  ) throws(RequestFault) -> Post {
    do throws(InterchangeError) {
      guard object.fields[.group].count == 0 else { throw Self.noGroup }
      return try unsafe converter.post(
        object.fields, base: line.base, line: 0, scale: scale, counted: counted)
    } catch {
      throw RequestFault(error)
    }
  }

  /// One of the posts of the last line, a `group`.
  package mutating func post(
    at index: Int, scale: (UnitCode?) -> UInt8?,
    counted: (_ reference: Reference, _ original: Reference, _ decimals: Int) -> UnitCode?
  ) throws(RequestFault) -> Post {
    groupObject.set(group[index].columns, lots: group[index].lots)
    do throws(InterchangeError) {
      guard groupObject.fields[.group].count == 0 else { throw Self.noGroup }
      return try unsafe converter.post(
        groupObject.fields, base: line.base, line: 0, scale: scale, counted: counted)
    } catch {
      throw RequestFault(
        .malformed, "post \(index + 1) of the group: \(error.description)", key: error.column)
    }
  }

  private static let noGroup = InterchangeError(
    line: 0, field: .group,
    problem: .badValue("group", "write the posts of a group as one request, in `posts`"))

  // MARK: - Reading

  private mutating func read() throws(InterchangeError) -> Request {
    group.removeAll(keepingCapacity: true)
    guard
      unsafe UTF8Check.isValid(UnsafeRawBufferPointer(start: line.base, count: line.count))
    else { throw InterchangeError(line: 0, problem: .notUTF8) }
    var scanner = unsafe JSONLineScanner(base: line.base, start: 0, end: line.count, line: 0)
    scanner.skipSpace()
    var values = RequestValues()
    try object.open(&scanner)
    while let key = try object.nextKey(&scanner) {
      guard let name = RequestKey(rawValue: scanner.text(key)) else {
        try object.ignore(key, &scanner)
        continue
      }
      guard values.keys.insert(name).inserted else { throw object.repeated(key, scanner) }
      switch name {
      case .id: id = try RequestValues.id(&scanner)
      case .posts: try readPosts(&scanner)
      default: try values.read(name, &scanner)
      }
    }
    try scanner.expectEnd()
    return try request(&values)
  }

  private mutating func readPosts(_ scanner: inout JSONLineScanner) throws(InterchangeError) {
    guard scanner.current == UInt8(ascii: "[") else {
      throw scanner.fault(
        .badValue("\(Unicode.Scalar(scanner.current))...", "write an array of posts"), of: "posts")
    }
    try scanner.expect("[", "an array")
    if scanner.take("]") { return }
    repeat {
      guard group.count < Post.maximumGroup else {
        throw scanner.fault(.groupTooLarge(maximum: Post.maximumGroup), of: "posts")
      }
      try groupObject.open(&scanner)
      while let key = try groupObject.nextKey(&scanner) { try groupObject.ignore(key, &scanner) }
      group.append((groupObject.columns, groupObject.fields.lots))
    } while scanner.take(",")
    try scanner.expect("]", "a comma or a closing bracket")
  }

  /// The request of what was read; throws if it has something that its command does not take.
  private mutating func request(
    _ values: inout RequestValues
  ) throws(InterchangeError) -> Request {
    let reader = unsafe ValueReader(base: line.base, line: 0)
    let command = try command(values)
    var request = values.request(command)
    for key in values.keys.subtracting([.id, .command]).subtracting(command.keys) {
      throw unwanted(key.rawValue, by: command)
    }
    if let fields = command.fields {
      for field in InterchangeField.allCases where !fields.contains(field) {
        if object.fields[field].count > 0 { throw unwanted(field.name, by: command) }
      }
      guard object.fields.lots.isEmpty else { throw unwanted("lots", by: command) }
      request.member = try reader.name(object.fields[.member], .member).map(MemberIdentifier.init)
      request.unit = try reader.unit(object.fields[.unit])
      request.reference = try reader.name(object.fields[.reference], .reference)
        .map(Reference.init)
    }
    request.postCount = group.count
    switch command {
    case .group where group.isEmpty: throw missing("posts")
    case .show where (request.reference == nil) == (request.sequence == nil):
      throw InterchangeError(
        line: 0, column: "show",
        problem: .badValue("show", "name the entry by either `sequence` or `reference`"))
    case .report where request.report == nil: throw missing("report")
    case _ where command.needsMember && request.member == nil: throw missing("member")
    default: return request
    }
  }

  private func command(_ values: RequestValues) throws(InterchangeError) -> RequestCommand {
    guard let name = values.command else {
      if values.keys.contains(.posts) { return .group }
      if object.fields[.kind].count > 0 { return .post }
      throw InterchangeError(
        line: 0, column: "command",
        problem: .badValue(
          "", "missing: write `kind` for a post, or one of \(RequestCommand.names)")
      )
    }
    guard let command = RequestCommand(rawValue: name) else {
      throw InterchangeError(
        line: 0, column: "command",
        problem: .badValue(
          name,
          "no such command; the commands are \(RequestCommand.names)"
            + Suggestion.text(for: name, among: RequestCommand.allCases.map(\.rawValue))))
    }
    return command
  }

  private func missing(_ key: String) -> InterchangeError {
    InterchangeError(line: 0, column: key, problem: .empty)
  }

  private func unwanted(_ key: String, by command: RequestCommand) -> InterchangeError {
    InterchangeError(
      line: 0, column: key,
      problem: .badValue(key, "`\(command.rawValue)` takes none: take it away"))
  }
}
