/// Posts the rows of a file in order: adjacent rows with the same `group` all or none, the others
/// in batches.
///
/// Importing the same file again adds nothing. A malformed row stops the import; all rows before it
/// are decided, except those of a group that may not have ended. A group whose rows are not next to
/// each other is malformed where it comes again; the last 65,536 groups are remembered for that. An
/// `opening` of 0 points brings nothing, and is passed over.
///
/// To know what an import would do, run it into a ledger from `Ledger.openForTrial`.
///
/// ```swift
/// let result = Importer(into: ledger).run(format: .csv, source: source)
/// print(result.posted, result.refused, result.duplicates)
/// ```
public struct Importer {
  /// The number of rows outside of groups that are posted together; fewer if rows arrive slowly.
  public var batchSize = 4_096
  /// Whether a refused row ends the import; rows are then posted one by one.
  public var stopsAtRefusal = false
  /// Whether a last line without an end of line is malformed. Otherwise its row is posted as it
  /// stands, and the result's `unendedLine` names it.
  public var requiresFinalNewline = false
  /// Whether malformed rows are passed over, each with all of the group that it belongs to or may
  /// belong to. Otherwise the first one ends the import.
  public var skipsMalformed = false
  /// Whether an `opening` that expires by the time at which it occurred is passed over. Otherwise it
  /// is decided as any row, and malformed without an earlier activation.
  public var skipsExpiredOpenings = false
  /// The calendar of dates without a time, which stand for the start of a day, and of rules such as
  /// `end-of-month+12mo` that name no zone. `Ledger.Options.calendar` has to know its zone.
  public var calendar = ZonedCalendar.utc
  /// The shape of CSV files.
  public var shape = CSVShape()
  /// Returns whether reading would wait for more bytes. The rows that were read are then posted and
  /// made durable first, and their answers counted. By default they wait for a full batch.
  public var isQuiet: () -> Bool = { false }
  /// Called for every malformed row that is passed over.
  public var onMalformed: (InterchangeError) -> Void = { _ in }
  /// Called for every row that is refused for the first time, in the order of the file.
  public var onRefusal: (RefusedRow) -> Void = { _ in }
  /// Called after every batch.
  public var onProgress: (ImportResult) -> Void = { _ in }
  /// Called after every batch; true stops the import.
  public var shouldStop: () -> Bool = { false }

  private let ledger: Ledger

  /// An import into a ledger that is open for writing.
  public init(into ledger: Ledger) { self.ledger = ledger }

  /// Imports a file that is in memory. Errors are in the result, with what was done until then.
  public func run(format: InterchangeFormat, bytes: [UInt8]) -> ImportResult {
    run(format: format, source: InterchangeReader.source(of: bytes))
  }

  /// Imports the whole source. The result contains the error, if any, and what was done before it.
  public func run(format: InterchangeFormat, source: @escaping ByteSource) -> ImportResult {
    var run = ImportRun(ledger: ledger, settings: self)
    do throws(ImportRun.Stop) {
      try run.read(format, source)
    } catch {
      run.result.end = error.end
    }
    return run.result
  }
}
