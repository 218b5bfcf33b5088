extension LogStore {
  /// The end of the runs, from their names alone.
  package func endOfRuns() -> UInt64 {
    let names = (try? directory.files.list()) ?? []
    let end = nextSequence
    let ranges = names.compactMap { RunName($0)?.range }.filter { $0.upperBound <= end }
    return RunChain.best(of: Set(ranges), from: firstSequence).last?.upperBound ?? 0
  }

  /// Opens the runs: the base, if there is one, and the chain of adjacent runs that begins at the
  /// first entry and reaches furthest, with the longest run at each position. A problem with a run is not an error, since
  /// all are derived: the run is not used but reported, and shorter ones take its place as far as
  /// they cover it.
  ///
  /// - Returns: The runs, in order, and for each that could not be used its path and the reason.
  /// - Throws: `resources`.
  package func openRuns() throws(StorageError) -> (runs: [Run], problems: [String]) {
    var opened: [Range<UInt64>: Run] = [:]
    for _ in 0..<16 {
      // A writer may replace runs by a longer one while they are opened.
      let (runs, problems, isMissing) = try openRuns(&opened)
      if !isMissing { return (runs, problems) }
    }
    let (runs, problems, _) = try openRuns(&opened)
    return (runs, problems)
  }

  /// A single try.
  ///
  /// - Parameter opened: The runs that were opened before.
  private func openRuns(
    _ opened: inout [Range<UInt64>: Run]
  ) throws(StorageError) -> (runs: [Run], problems: [String], isMissing: Bool) {
    let names: [String]
    do { names = try directory.files.list() } catch {
      if error.category == .resources { throw error }
      return (base.map { [$0] } ?? [], [StorageProblem(error).description], false)
    }
    let (end, base) = (nextSequence, base)
    var problems: [String] = []
    var isMissing = false
    var ranges = Set(names.compactMap { RunName($0)?.range })
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound > end {
      ranges.remove(range)
      // A reader may have read the log before it had these entries.
      if mode == .reading { continue }
      problems.append(
        "\(directory.path(of: RunName(range: range))): it covers entries that the ledger does not have"
      )
    }
    while true {
      let chain = RunChain.best(of: ranges, from: base?.range.upperBound ?? 0)
      guard let range = chain.first(where: { opened[$0] == nil }) else {
        let runs = chain.compactMap { opened[$0] }
        return ((base.map { [$0] } ?? []) + runs, problems, isMissing)
      }
      do { opened[range] = try openRun(range) } catch {
        // A sound run must not count as damaged: a writer would remove it.
        if error.category == .resources { throw error }
        ranges.remove(range)
        problems.append(StorageProblem(error).description)
        isMissing = isMissing || error.category == .noSuchFile
      }
    }
  }

  /// Opens the file of the run with exactly this range.
  ///
  /// - Throws: `noSuchFile`; `damaged` or `newerFormat` if it is no such run of this ledger; what
  ///   the file system reports.
  package func openRun(_ range: Range<UInt64>) throws(StorageError) -> Run {
    try Run(RunName(range: range), in: directory, ledgerID: ledgerID)
  }

  /// Begins the file of a run under a temporary name, for a `RunWriter`.
  ///
  /// - Parameter range: Durable entries, so that the run can never cover entries that the log does
  ///   not have; not empty.
  /// - Throws: `misuse` for an empty range, or after `close`; `readOnly`; `poisoned`; what the file
  ///   system reports.
  package func beginRun(_ range: Range<UInt64>) throws(StorageError) -> RunFile {
    guard !range.isEmpty else {
      throw StorageError(.misuse, "a run must cover something", path: directory.path)
    }
    try withWriter { (_) throws(StorageError) in }
    return try RunFile(for: RunName(range: range), in: directory, ledgerID: ledgerID)
  }

  /// Gives a run in a file its name, replacing one with the same range. Posting does not wait for
  /// it.
  ///
  /// - Parameter syncing: Whether the run is made durable. Otherwise a power cut can damage it,
  ///   which is noticed when it is read.
  /// - Throws: `misuse` if the run is not complete, or after `close`; `readOnly`; `poisoned`; what
  ///   the file system reports. The ledger is then unchanged, but a failed sync of the directory
  ///   poisons the store.
  package func installRun(_ file: RunFile, syncing: Bool) throws(StorageError) {
    guard file.isComplete, file.ledgerID == ledgerID else {
      throw StorageError(.misuse, "the run is not complete", path: directory.path)
    }
    if syncing { try file.sync() }
    try sealing.withLock { (_) throws(StorageError) in
      try checkWritable()
      try file.install()
      if !syncing { return }
      do throws(StorageError) { try directory.files.sync() } catch {
        // The failed sync may have lost other names too.
        poison(error)
        throw error
      }
    }
  }

  /// A run with its own name in the directory, if it is in a file.
  ///
  /// - Throws: The same as `installRun`.
  package func named(_ run: Run) throws(StorageError) -> Run {
    guard let file = run.scratch else { return run }
    try installRun(file, syncing: false)
    return try openRun(run.range)
  }

  /// The same for a run in memory.
  ///
  /// - Parameters:
  ///   - bytes: The result of `RunWriter.finish`.
  ///   - range: The entries that it covers; they are durable.
  package func installRun(
    _ bytes: [UInt8], range: Range<UInt64>, syncing: Bool
  ) throws(StorageError) {
    guard try Run.decode(bytes, ledgerID: ledgerID).footer.range == range else {
      throw StorageError(.misuse, "the run does not cover this range", path: directory.path)
    }
    let file = try beginRun(range)
    try file.write(bytes.rawSpan, at: 0)
    file.setComplete()
    try installRun(file, syncing: syncing)
  }

  /// Removes the files of these runs. Readers that have them open can go on reading. A failure to
  /// remove one does no harm.
  ///
  /// - Throws: `misuse` after `close`; `readOnly`; `poisoned`.
  package func removeRuns(_ ranges: [Range<UInt64>]) throws(StorageError) {
    try sealing.withLock { (_) throws(StorageError) in
      try checkWritable()
      for range in ranges { directory.discard(RunName(range: range)) }
    }
  }

  /// Removes the files of all runs but these. Readers that have them open can go on reading. A
  /// failure to remove one does no harm.
  ///
  /// - Throws: `misuse` after `close`; `readOnly`; `poisoned`; what the file system reports for the
  ///   directory.
  package func removeRuns(keeping ranges: [Range<UInt64>]) throws(StorageError) {
    try sealing.withLock { (_) throws(StorageError) in
      try checkWritable()
      for name in try directory.files.list() {
        guard let run = RunName(name), !ranges.contains(run.range) else { continue }
        directory.discard(run)
      }
    }
  }
}
