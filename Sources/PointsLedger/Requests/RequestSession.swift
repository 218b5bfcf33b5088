/// Answers the requests of one client, in their order.
///
/// Posts that follow each other are posted together, so that they share a write to the medium.
/// Everything else is done after what came before it was posted.
package struct RequestSession<Printer: RequestPrinter>: ~Copyable {
  private let ledger: Ledger
  private let printer: Printer
  private var lines = LineBuffer()
  private var reader = RequestReader()
  private var waiting: [(id: RequestID?, post: Post)] = []
  private let units: KnownUnits
  /// Whether the client ended it. What it sent after that is not looked at.
  package private(set) var isClosed = false
  /// Why the ledger takes no more posts until it is opened again.
  package private(set) var failure: LedgerError?

  package init(ledger: Ledger, units: KnownUnits, printer: Printer) {
    self.ledger = ledger
    self.units = units
    self.printer = printer
  }

  /// Whether there is room for more bytes.
  package var hasRoom: Bool { lines.hasRoom }

  package mutating func take(_ bytes: ArraySlice<UInt8>) {
    if !isClosed { lines.append(bytes) }
  }

  /// Answers whole lines, until none is left or `output` has `limit` bytes. Returns whether there
  /// was one.
  package mutating func answer(upTo limit: Int, into output: inout [UInt8]) -> Bool {
    var hasFound = false
    while output.count < limit, !isClosed, let line = lines.next() {
      hasFound = true
      switch line {
      case .line(let bytes): take(line: bytes, &output)
      case .tooLong:
        post(&output)
        append(
          RequestFault(
            .lineTooLong,
            "the line has more than \(RequestLimits.line) bytes, and is skipped: write shorter "
              + "requests, one a line"), of: nil, &output)
      }
    }
    post(&output)
    return hasFound
  }

  /// Answers a line that the end of the input cut off.
  package mutating func end(_ output: inout [UInt8]) {
    guard lines.isWithinLine, !isClosed else { return }
    append(
      RequestFault(
        .lineNotEnded,
        "the input ended within this line, so nothing was done: end each line with a line feed"),
      of: nil, &output)
  }

  // MARK: - Requests

  private mutating func take(line: ArraySlice<UInt8>, _ output: inout [UInt8]) {
    do throws(RequestFault) {
      let request = try reader.read(line)
      if request.command == .post, !request.isPreview {
        // The unit of its points may be that of a post that waits.
        if reader.namesOriginalAlone { post(&output) }
        let post = try readPost()
        waiting.append((reader.id, post))
        // Later ones may use a unit that this one defines.
        if post.kind == .unit || waiting.count == RequestLimits.posts { self.post(&output) }
      } else {
        post(&output)
        try perform(request, &output)
      }
    } catch {
      let id = reader.id
      post(&output)
      append(error, of: id, &output)
    }
  }

  private mutating func perform(
    _ request: Request, _ output: inout [UInt8]
  ) throws(RequestFault) {
    let (printer, id) = (printer, reader.id)
    switch request.command {
    case .post:
      let post = try readPost()
      let answer = try asking { () throws(LedgerError) in try ledger.preview(post) }
      write(id, &output) { (object, output) throws(RequestFault) in
        try printer.append(answer, to: post, isPreview: true, &object, &output)
      }
    case .group: try perform(group: request, &output)
    case .close:
      isClosed = true
      write(id, &output) { (object, output) in object.boolean("closed", true, to: &output) }
    default:
      write(id, &output) { (object, output) throws(RequestFault) in
        try printer.append(answerTo: request, &object, &output)
      }
    }
  }

  private mutating func perform(
    group request: Request, _ output: inout [UInt8]
  ) throws(RequestFault) {
    let (ledger, printer, id, isPreview) = (ledger, printer, reader.id, request.isPreview)
    var posts: [Post] = []
    for index in 0..<request.postCount { posts.append(try readPost(at: index, after: posts)) }
    let answers: [Answer]
    if isPreview {
      answers = try asking { () throws(LedgerError) in try ledger.preview(atomically: posts) }
    } else {
      answers = try posting { () throws(LedgerError) in try ledger.post(atomically: posts) }
    }
    if !isPreview, posts.contains(where: { $0.kind == .unit }) { units.update() }
    write(id, &output) { (object, output) throws(RequestFault) in
      object.key("answers", to: &output)
      output.append(UInt8(ascii: "["))
      for (index, (answer, post)) in zip(answers, posts).enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        var item = JSONObjectWriter(&output)
        try printer.append(answer, to: post, isPreview: isPreview, &item, &output)
        item.end(&output)
      }
      output.append(UInt8(ascii: "]"))
    }
  }

  /// Posts what waits.
  private mutating func post(_ output: inout [UInt8]) {
    guard !waiting.isEmpty else { return }
    let (ledger, printer, posts) = (ledger, printer, waiting)
    waiting.removeAll(keepingCapacity: true)
    do throws(RequestFault) {
      let answers = try posting { () throws(LedgerError) in
        try ledger.post(each: posts.map(\.post))
      }
      if posts.last?.post.kind == .unit { units.update() }
      for (answer, (id, post)) in zip(answers, posts) {
        write(id, &output) { (object, output) throws(RequestFault) in
          try printer.append(answer, to: post, isPreview: false, &object, &output)
        }
      }
    } catch {
      for (id, _) in posts { append(error, of: id, &output) }
    }
  }

  private func asking<Value>(
    _ body: () throws(LedgerError) -> Value
  ) throws(RequestFault) -> Value {
    do throws(LedgerError) { return try body() } catch { throw RequestFault(error) }
  }

  /// The same for what writes: the fate of the posts is then unknown.
  private mutating func posting<Value>(
    _ body: () throws(LedgerError) -> Value
  ) throws(RequestFault) -> Value {
    do throws(LedgerError) { return try body() } catch {
      if [.inputOutput, .poisoned, .closed].contains(error.code) { failure = failure ?? error }
      throw RequestFault(error)
    }
  }

  // MARK: - Posts

  private mutating func readPost() throws(RequestFault) -> Post {
    let (ledger, units) = (ledger, units.all)
    var failure: LedgerError?
    let post = try reader.post(
      scale: { units.scale(of: $0, orDefinedBy: []) },
      counted: {
        guard units.haveSeveralScales(with: []) else { return nil }
        return Self.unit(of: $0, about: $1, nil, $2, ledger, &failure)
      })
    if let failure { throw RequestFault(failure) }
    return post
  }

  private mutating func readPost(
    at index: Int, after posts: [Post]
  ) throws(RequestFault) -> Post {
    let (ledger, units) = (ledger, units.all)
    var failure: LedgerError?
    let post = try reader.post(
      at: index, scale: { units.scale(of: $0, orDefinedBy: posts) },
      counted: { reference, original, decimals in
        guard units.haveSeveralScales(with: posts) else { return nil }
        let known = posts.last { $0.reference == original }?.unit
        return Self.unit(of: reference, about: original, known, decimals, ledger, &failure)
      })
    if let failure { throw RequestFault(failure) }
    return post
  }

  private static func unit(
    of reference: Reference, about original: Reference, _ known: UnitCode?, _ decimals: Int,
    _ ledger: Ledger, _ failure: inout LedgerError?
  ) -> UnitCode? {
    do throws(LedgerError) {
      return try ledger.countedUnit(
        of: reference, about: original, orElse: known, decimals: decimals)
    } catch {
      failure = error
      return nil
    }
  }

  // MARK: - Lines

  /// Appends a line.
  private func write(
    _ id: RequestID?, _ output: inout [UInt8],
    _ fill: (inout JSONObjectWriter, inout [UInt8]) throws(RequestFault) -> Void
  ) {
    let start = output.count
    do throws(RequestFault) {
      var object = begin(id, &output)
      try fill(&object, &output)
      guard output.count - start < RequestLimits.answer else {
        throw RequestFault(
          .answerTooLong,
          "the answer has more than \(RequestLimits.answer) bytes: ask for less, by `limit`, "
            + "`unit` or `member`")
      }
      end(object, &output)
    } catch {
      output.removeSubrange(start...)
      append(error, of: id, &output)
    }
  }

  private func append(_ fault: RequestFault, of id: RequestID?, _ output: inout [UInt8]) {
    var object = begin(id, &output)
    fault.append(to: &object, &output)
    end(object, &output)
  }

  private func begin(_ id: RequestID?, _ output: inout [UInt8]) -> JSONObjectWriter {
    var object = JSONObjectWriter(&output)
    if let id { object.literal("id", id.bytes, to: &output) }
    return object
  }

  private func end(_ object: JSONObjectWriter, _ output: inout [UInt8]) {
    object.end(&output)
    output.append(UInt8(ascii: "\n"))
  }
}
