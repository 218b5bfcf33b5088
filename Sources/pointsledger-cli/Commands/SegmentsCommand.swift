import ArgumentParser
import PointsLedger

struct SegmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments", abstract: "The sealed segments, a line each.",
    discussion: """
      A log that is full is sealed: its entries move into an immutable, compressed segment, what \
      may have to be erased into a text file beside it, what follows from earlier entries into an \
      index file.

      Examples:
        pointsledger segments shop
        pointsledger segments shop --columns
      """)

  @OptionGroup var target: LedgerArgument

  @Flag(help: "How many bytes each column takes, over all segments.")
  var columns = false

  @OptionGroup var rows: RowOptions

  func validate() throws {
    try rows.check(json: target.json)
    if rows.csv, columns { throw ValidationError("--columns or --csv, not both") }
  }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let segments = try ledger.segments(withColumns: columns)
    let cut = try ledger.cut()
    let archives = try ledger.archives()
    var output = Output()
    if target.json {
      if let cut {
        var object = JSONObjectWriter(&output.bytes)
        cut.append(to: &object, &output.bytes)
        object.archives(archives, to: &output.bytes)
        object.end(&output.bytes)
        try output.line("")
      }
      for segment in segments {
        write(segment, &output)
        try output.line("")
      }
    } else if rows.csv {
      try list(segments, &output)
    } else if columns {
      try tabulateColumns(of: segments, &output)
    } else {
      try tabulate(segments, &output)
    }
    try output.flush()
    if let cut, !target.json {
      Messages.say(
        "note: \(cut.baseFile) (\(Count.bytes(cut.baseBytes))) is in the place of dropped entries: "
          + cut.text)
      for archive in archives where archive.pendingErasures > 0 {
        Messages.say("note: archive \(archive.text)")
      }
    }
  }

  /// Writes CSV.
  private func list(_ segments: [SegmentView], _ output: inout Output) throws {
    var writer = ReportWriter(
      rows.mode(json: false),
      [.text("file")]
        + ["first", "last", "entries", "bytes", "textBytes", "indexBytes"].map { .amount($0) })
    try writer.begin(&output)
    for segment in segments {
      let numbers = [segment.bytes, segment.textBytes, segment.indexBytes]
      try writer.add(
        [
          .text(segment.file), .number(segment.first.value), .number(segment.last.value),
          .number(segment.entries),
        ] + numbers.map { .number(UInt64($0)) }, to: &output)
    }
  }

  private func tabulate(_ segments: [SegmentView], _ output: inout Output) throws {
    var table = Table([
      ("first", .right), ("last", .right), ("entries", .right), ("segment", .right),
      ("text", .right), ("index", .right), ("bytes an entry", .right), ("file", .left),
    ])
    for segment in segments {
      try table.add(
        [
          segment.first.description, segment.last.description, "\(segment.entries)",
          "\(segment.bytes)", "\(segment.textBytes)", "\(segment.indexBytes)",
          Self.ratio(segment.bytes + segment.textBytes, segment.entries), segment.file,
        ], to: &output)
    }
    try table.flush(to: &output)
  }

  /// One line for each column, over all segments, then the totals.
  private func tabulateColumns(of segments: [SegmentView], _ output: inout Output) throws {
    let entries = segments.reduce(0) { $0 + $1.entries }
    var sums: [(name: String, fileKind: String, bytes: Int)] = []
    for column in segments.flatMap(\.columns) {
      if let index = sums.firstIndex(where: { $0.name == column.name }) {
        sums[index].bytes += column.bytes
      } else {
        sums.append((column.name, column.fileKind, column.bytes))
      }
    }
    let total = segments.reduce(0) { $0 + $1.bytes + $1.textBytes }
    let index = segments.reduce(0) { $0 + $1.indexBytes }
    let named = sums.reduce(0) { $0 + $1.bytes }
    sums.sort {
      ($0.fileKind == "index" ? 1 : 0, $1.bytes) < ($1.fileKind == "index" ? 1 : 0, $0.bytes)
    }
    sums.append(("(headers, directories, footers)", "all", total + index - named))
    sums.append(("segments and texts", "sum", total))
    sums.append(("index", "sum", index))
    var table = Table([
      ("column", .left), ("in", .left), ("bytes", .right), ("bytes an entry", .right),
    ])
    for sum in sums {
      try table.add(
        [sum.name, sum.fileKind, "\(sum.bytes)", Self.ratio(sum.bytes, entries)], to: &output)
    }
    try table.flush(to: &output)
  }

  private func write(_ segment: SegmentView, _ output: inout Output) {
    var object = JSONObjectWriter(&output.bytes)
    object.string("file", segment.file, to: &output.bytes)
    object.integer("first", segment.first.value, to: &output.bytes)
    object.integer("last", segment.last.value, to: &output.bytes)
    object.integer("entries", segment.entries, to: &output.bytes)
    object.integer("bytes", segment.bytes, to: &output.bytes)
    object.integer("textBytes", segment.textBytes, to: &output.bytes)
    object.integer("indexBytes", segment.indexBytes, to: &output.bytes)
    if columns {
      object.key("columns", to: &output.bytes)
      output.append("[")
      for (index, column) in segment.columns.enumerated() {
        if index > 0 { output.append(",") }
        var item = JSONObjectWriter(&output.bytes)
        item.string("name", column.name, to: &output.bytes)
        item.string("in", column.fileKind, to: &output.bytes)
        item.integer("bytes", column.bytes, to: &output.bytes)
        item.end(&output.bytes)
      }
      output.append("]")
    }
    object.end(&output.bytes)
  }

  /// Bytes per entry, with two decimals.
  private static func ratio(_ bytes: Int, _ entries: UInt64) -> String {
    guard entries > 0 else { return "" }
    let hundredths = (UInt64(bytes) * 100 + entries / 2) / entries
    let cents = hundredths % 100
    return "\(hundredths / 100).\(cents < 10 ? "0" : "")\(cents)"
  }
}
