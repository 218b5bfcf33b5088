import ArgumentParser
import PointsLedger

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Post every row of a file in order.",
    discussion: """
      Refused rows are counted and listed on standard error; a malformed row stops the import, with \
      all before it kept. Running it again adds nothing.

      The first line of CSV names the columns, in any order; those of JSON Lines are keys:
        needed    time kind member points reference
        further   unit activates expires original counterparty lots partial
                  policy group
        texts     location actor reason campaign basis basisUnit memo
        ignored   x-ANYTHING
      A cell is empty where its kind takes none: `pointsledger help post` says what each takes. \
      Neighbouring rows with the same group are posted all or none. Fields are separated by commas; \
      a time is like 2026-01-31 or 2026-01-31T12:00:00+01:00, a date may count from it, like +14d. \
      Rows that come slowly through a pipe are posted as they come. They have to be oldest first. A \
      date without a time is the start of a day in --time-zone, which also counts what names no zone \
      itself, as end-of-month+12mo@Europe/Berlin does.

      An opening of 0 is passed over and counted. A negative one is malformed: a debt is an enroll \
      and an adjust below 0 with the policy arrears.

      Examples:
        pointsledger import shop purchases.csv --check
        pointsledger import shop purchases.csv --refusals refused.csv
        pointsledger import shop sales.csv --separator ';' --decimal , \\
          --columns 'time=Date,member="Customer ID"'
      """)

  enum Choice: String, ExpressibleByArgument, CaseIterable { case skip, stop }

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The file; - is standard input.", completion: .file())
  var file: String

  @Option(help: "csv or jsonl; without it the file's name decides, and then it is csv.")
  var format: FormatOption?

  @Option(help: "Go on after a refused row, or stop there with status 1.")
  var onRefusal = Choice.skip

  @Option(help: "Stop at a malformed row, or pass over it and its group; the status is 65.")
  var onMalformed = Choice.stop

  @Flag(help: "Write nothing: list every malformed row, and what would be refused.")
  var check = false

  @Flag(help: "Pass over openings that had expired when they occurred.")
  var skipExpired = false

  @Option(help: "Append refused rows to this CSV file, and do not list them on standard error.")
  var refusals: String?

  @OptionGroup var shape: ShapeOptions

  @OptionGroup var zone: ZoneOption

  @Flag(help: "Refuse a last line without an end of line: the file may have been cut off.")
  var requireFinalNewline = false

  func run() throws {
    if chosenFormat != .csv, let option = shape.given {
      throw CommandFailure(.usage, "\(option) is for CSV: JSON Lines have no columns")
    }
    let input = try InputFile(file)
    if let refusals { try checkPlace(ofRefusals: refusals) }
    let list = try RefusalList(path: refusals, inputName: input.name)
    Interruption.watch()
    let start = ContinuousClock.now
    var reason: String?
    let result = try open { ledger in
      var importer = Importer(into: ledger)
      importer.shape = shape.shape
      importer.calendar = zone.timeZone
      importer.isQuiet = { input.isQuiet() }
      importer.skipsMalformed = check || onMalformed == .skip
      importer.skipsExpiredOpenings = skipExpired
      importer.onMalformed = { list.add($0) }
      importer.stopsAtRefusal = onRefusal == .stop
      importer.requiresFinalNewline = requireFinalNewline
      importer.onRefusal = { list.add($0) }
      importer.onProgress = { result in
        list.say()
        if let size = input.size {
          Progress.current?.note(UInt64(input.position), of: UInt64(size))
        } else {
          Progress.current?.note(UInt64(result.rows), of: 0)
        }
      }
      importer.shouldStop = { Interruption.isRequested }
      defer { list.say() }
      let result = importer.run(format: chosenFormat, source: input.source)
      if case .unable(let code, _) = result.end { reason = try Self.reason(code, ledger) }
      return result
    }
    list.sayRest()
    let closed = Result { () throws(CommandFailure) in try list.close() }
    saySkipped(result, input.name)
    sayLate(result, input.name)
    sayUnendedLine(of: result, input.name)
    let failure = self.failure(result, input.name, reason, list.firstMalformed)?.written
    let reported = Result {
      try report(result, seconds: (ContinuousClock.now - start).secondsText, failure)
    }
    // How the import ended weighs more than what could not be written.
    if let failure { throw failure }
    try closed.get()
    if check { Messages.say("\(input.name): note: nothing was written") }
    try reported.get()
  }

  /// Calls `body` with the ledger, or for a check with a trial of it.
  private func open<R>(_ body: (Ledger) throws -> R) throws -> R {
    check ? try target.trial(body) : try target.write(.buffered, body)
  }

  private func saySkipped(_ result: ImportResult, _ name: String) {
    if result.zeroOpenings > 0 {
      Messages.say("\(name): note: passed over openings of 0: \(result.zeroOpenings)")
    }
    if result.expiredOpenings > 0 {
      Messages.say(
        "\(name): note: passed over openings that had expired: \(result.expiredOpenings)")
    }
  }

  private func sayLate(_ result: ImportResult, _ name: String) {
    guard result.late > 0 else { return }
    Messages.say(
      "\(name): note: late rows: \(result.late): their accounts had later entries, or their period was "
        + "closed, so they take effect later than they occurred; rows have to be oldest first")
  }

  /// Why the ledger takes no entries, and what to do.
  private static func reason(_ code: RefusalCode, _ ledger: Ledger) throws -> String? {
    switch code {
    case .clockWentBack, .clockWentAhead: try ledger.clockStatus().explanation
    case .ledgerFull: try ledger.spaceStatus().explanation
    default: nil
    }
  }

  /// The list is appended to its file, so that must be neither the input nor a file of the ledger.
  private func checkPlace(ofRefusals path: String) throws(CommandFailure) {
    if file != "-", FilePlace(file) != nil, FilePlace(file) == FilePlace(path) {
      throw CommandFailure(
        .usage, "--refusals \(path) would change what is imported: name another file")
    }
    try OutputPlace.check(path, "--refusals")
  }

  private var chosenFormat: InterchangeFormat {
    if let format { return format.format }
    let lower = file.lowercased()
    let isJSON = [".jsonl", ".ndjson", ".json"].contains { lower.hasSuffix($0) }
    return isJSON ? .jsonLines : .csv
  }

  private func sayUnendedLine(of result: ImportResult, _ name: String) {
    // Where it is required, that is the error.
    guard let line = result.unendedLine, !requireFinalNewline else { return }
    Messages.say(
      "\(name): line \(line): the last line has no end of line: if the file was cut off, its last "
        + "row is wrong; --require-final-newline refuses such a file")
  }

  private func report(
    _ result: ImportResult, seconds: String, _ failure: CommandFailure?
  ) throws {
    try CommandFailure.addingTo(
      "the \(check ? "check" : "import") is done: \(result.posted) posted, \(result.refused) refused, "
        + "\(result.duplicates) duplicates"
    ) { try write(result, seconds: seconds, failure) }
  }

  private func write(
    _ result: ImportResult, seconds: String, _ failure: CommandFailure?
  ) throws {
    var output = Output()
    let counts = [
      ("rows", result.rows), ("posted", result.posted), ("refused", result.refused),
      ("duplicates", result.duplicates), ("late", result.late),
      ("skipped", result.zeroOpenings + result.expiredOpenings), ("malformed", result.malformed),
    ]
    let codes = result.refusals.sorted { $0.key < $1.key }
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      for (name, count) in counts { object.integer(name, count, to: &output.bytes) }
      object.key("refusals", to: &output.bytes)
      var inner = JSONObjectWriter(&output.bytes)
      for (code, count) in codes { inner.integer(code, count, to: &output.bytes) }
      inner.end(&output.bytes)
      object.literal("seconds", seconds.utf8, to: &output.bytes)
      if check { object.boolean("check", true, to: &output.bytes) }
      object.optionalBoolean("finalNewline", Self.finalNewline(result), to: &output.bytes)
      failure?.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      // What most files have none of is not worth a line.
      for (index, (name, count)) in counts.enumerated() where index < 4 || count > 0 {
        listing.add(name, String(count))
      }
      for (code, count) in codes { listing.add("  \(code)", String(count)) }
      listing.add("seconds", seconds)
      try listing.write(to: &output)
    }
    try output.flush()
  }

  /// Nil if the end was not read.
  private static func finalNewline(_ result: ImportResult) -> Bool? {
    if result.unendedLine != nil { return false }
    if case .finished = result.end { return true }
    return nil
  }

  /// What ends the import with a failure; nil if nothing does.
  ///
  /// - Parameters:
  ///   - reason: Why the ledger took no entries.
  ///   - malformed: The first row that was passed over.
  private func failure(
    _ result: ImportResult, _ name: String, _ reason: String?, _ malformed: InterchangeError?
  ) -> CommandFailure? {
    do throws(CommandFailure) { try Interruption.check() } catch { return error }
    switch result.end {
    case .finished: return result.malformed > 0 ? passedOver(result, name, malformed) : nil
    case .interrupted: return CommandFailure(.interrupted)
    case .refused(let row):
      return CommandFailure(
        .refused, "\(name): \(row); stopped there, as --on-refusal stop asks", code: row.code.name,
        at: FailurePlace(file: name, line: row.line))
    case .badInput(let error):
      if case .inputOutput = error.problem {
        return CommandFailure(
          .inputOutput, "\(name): \(error); the rows before are kept",
          at: FailurePlace(error, in: name))
      }
      let kept = "; the rows before it are kept: correct the file and run the import again"
      return CommandFailure(
        .badData, "\(name): \(error)\(result.rows > 0 && !check ? kept : "")",
        at: FailurePlace(error, in: name))
    case .unable(let code, let line):
      return CommandFailure(
        .inputOutput,
        "\(name): line \(line): \(code.name): \(reason ?? "the ledger takes no entries now"); the "
          + "rows before it are kept: run the import again then", code: code.name,
        at: FailurePlace(file: name, line: line))
    case .failed(let error): return CommandFailure(error)
    }
  }

  private func passedOver(
    _ result: ImportResult, _ name: String, _ malformed: InterchangeError?
  ) -> CommandFailure {
    CommandFailure(
      .badData,
      check
        ? "\(name): malformed rows: \(result.malformed); nothing was written"
        : "\(name): passed over malformed rows: \(result.malformed); correct them, and run the "
          + "import again",
      at: malformed.map { FailurePlace($0, in: name) } ?? FailurePlace(file: name))
  }
}
