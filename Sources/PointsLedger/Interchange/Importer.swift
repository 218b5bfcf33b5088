/// Posts the rows of a file in order: neighbours with the same `group` all or none, the others in
/// batches.
///
/// Running it again with the same file adds nothing. A malformed row stops it; all rows before it
/// are decided, but for those of a group that may not have ended.
///
/// ```swift
/// let result = Importer(into: ledger).run(format: .csv, source: source)
/// print(result.posted, result.refused, result.duplicates)
/// ```
public struct Importer {
  /// How many rows outside of groups are posted at once; fewer where they come slowly.
  public var batchSize = 4_096
  /// Whether a refused row ends the import; then rows are posted one by one.
  public var stopsAtRefusal = false
  /// Called for every row that is refused now, in the file's order.
  public var onRefusal: (RefusedRow) -> Void = { _ in }
  /// Called after every batch.
  public var onProgress: (ImportResult) -> Void = { _ in }
  /// Asked after every batch.
  public var shouldStop: () -> Bool = { false }

  private let ledger: Ledger

  /// An import into a ledger that is open for writing.
  public init(into ledger: Ledger) { self.ledger = ledger }

  /// Imports the whole source. Errors are in the result, with what was done until then.
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
