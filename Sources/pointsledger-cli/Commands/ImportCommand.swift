import ArgumentParser
import PointsLedger

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Post every row of a file in order.",
    discussion: """
      Refused rows are counted and listed on standard error; a malformed row stops the import, with \
      all before it kept. Running it again adds nothing.

      Example:
        pointsledger import shop purchases.csv --refusals refused.csv
      """)

  enum RefusalChoice: String, ExpressibleByArgument, CaseIterable { case skip, stop }

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The file; - is standard input.")
  var file: String

  @Option(help: "csv or jsonl; without it the file's name decides, and then it is csv.")
  var format: FormatOption?

  @Option(help: "Go on after a refused row, or stop there with status 1.")
  var onRefusal = RefusalChoice.skip

  @Option(help: "List refused rows in this CSV file, not on standard error.")
  var refusals: String?

  func run() throws {
    let input = try InputFile(file)
    if let refusals { try checkPlace(ofRefusals: refusals) }
    let list = try RefusalList(path: refusals, inputName: input.name)
    Interruption.watch()
    let start = ContinuousClock.now
    var progress = ProgressLine("import")
    var clock: ClockStatus?
    let result = try target.write(.buffered) { ledger in
      var importer = Importer(into: ledger)
      importer.stopsAtRefusal = onRefusal == .stop
      importer.onRefusal = { list.add($0) }
      importer.onProgress = { result in
        list.say()
        progress.update(
          "\(result.rows) rows", part: input.size.map { Double(input.position) / Double($0) })
      }
      importer.shouldStop = { Interruption.isRequested }
      defer { list.say() }
      let result = importer.run(format: chosenFormat, source: input.source)
      if case .unable = result.end { clock = try ledger.clockStatus() }
      return result
    }
    progress.end()
    try list.close()
    try report(result, seconds: (ContinuousClock.now - start).secondsText)
    try conclude(result, input.name, clock)
  }

  /// The list overwrites its file, so that must be neither the input nor a file of the ledger.
  private func checkPlace(ofRefusals path: String) throws(CommandFailure) {
    if file != "-", FilePlace(file) != nil, FilePlace(file) == FilePlace(path) {
      throw CommandFailure(
        .usage, "--refusals \(path) would overwrite what is imported: name another file")
    }
    if let ledger = FilePlace(target.ledger), FilePlace.ofDirectory(of: path) == ledger {
      throw CommandFailure(
        .usage, "--refusals \(path) is in the ledger's directory: name a file elsewhere")
    }
  }

  private var chosenFormat: InterchangeFormat {
    if let format { return format.format }
    let lower = file.lowercased()
    let isJSON = [".jsonl", ".ndjson", ".json"].contains { lower.hasSuffix($0) }
    return isJSON ? .jsonLines : .csv
  }

  private func report(_ result: ImportResult, seconds: String) throws {
    var output = Output()
    let counts = [
      ("rows", result.rows), ("posted", result.posted), ("refused", result.refused),
      ("duplicates", result.duplicates),
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
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      for (name, count) in counts { listing.add(name, String(count)) }
      for (code, count) in codes { listing.add("  \(code)", String(count)) }
      listing.add("seconds", seconds)
      try listing.write(to: &output)
    }
    try output.flush()
  }

  /// - Parameter clock: How the clock stood if the ledger took no entries.
  private func conclude(_ result: ImportResult, _ name: String, _ clock: ClockStatus?) throws {
    try Interruption.check()
    let kept = "; the rows before it are kept: correct the file and run the import again"
    switch result.end {
    case .finished: return
    case .interrupted: throw CommandFailure(.interrupted)
    case .refused(let row):
      throw CommandFailure(.refused, "\(name): \(row); stopped there, as --on-refusal stop asks")
    case .badInput(let error):
      if case .inputOutput = error.problem {
        throw CommandFailure(.inputOutput, "\(name): \(error); the rows before are kept")
      }
      throw CommandFailure(.badData, "\(name): \(error)\(result.rows > 0 ? kept : "")")
    case .unable(let code, let line):
      let isClock = code == .clockWentBack || code == .clockWentAhead
      let reason = isClock ? clock?.explanation : nil
      throw CommandFailure(
        .inputOutput,
        "\(name): line \(line): \(code.name): \(reason ?? "the ledger takes no entries now"); the "
          + "rows before it are kept: run the import again then")
    case .failed(let error): throw CommandFailure(error)
    }
  }
}
