internal import LedgerStorage

extension Ledger {
  /// Opens a ledger for a trial: it answers as one that was opened for writing, but what is posted
  /// stays in memory and is gone with this handle. So it takes about the memory that the entries
  /// would take on the disk. Nothing in the directory is changed, and no permission to write is
  /// needed. As long as it is open, nobody else can write.
  ///
  /// ```swift
  /// let trial = try Ledger.openForTrial(at: path)
  /// let result = Importer(into: trial).run(format: .csv, source: source)
  /// try trial.close()
  /// ```
  /// - Throws: As `open(at:options:)`.
  public static func openForTrial(
    at path: String, options: Options = Options()
  ) throws(LedgerError) -> Ledger {
    var options = options
    options.fileSystem = TrialFileSystem(over: options.fileSystem)
    options.durability = .buffered
    return try open(at: path, options: options)
  }

  /// Whether nothing that it writes is kept.
  var isTrial: Bool { options.fileSystem is TrialFileSystem }
}
