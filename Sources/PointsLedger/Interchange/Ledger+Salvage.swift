internal import LedgerStorage

extension Ledger {
  /// Copies what can be read of a damaged ledger into rows: up to the damage and behind it, from
  /// every block and frame whose checksum is right. The ledger stays as it is.
  ///
  /// The rows are in `entries.jsonl`, as `dump` writes them; a new ledger imports them. What is
  /// missing is in `gaps.jsonl`: `first` and `last`, sequence numbers, and `reason`; then a line with
  /// `fault` for each part of a file that could not be read. It takes memory for every reference.
  ///
  /// - Parameter folder: A directory that does not exist.
  /// - Throws: `alreadyExists`, `cannotCreate`; `noSuchLedger`; `full`, `inputOutput`.
  public static func salvage(
    at path: String, into folder: String, options: Options = Options()
  ) throws(LedgerError) -> SalvageResult {
    do throws(LedgerError) { _ = try recovery(at: path, options: options) } catch {
      // Whatever else is wrong with it, something may be readable.
      if error.code == .noSuchLedger || error.code == .newerFormat { throw error }
    }
    // The state often knows the names of entries that were lost.
    let ledger = try? openForReading(at: path, options: options)
    defer { try? ledger?.close() }
    let files = try translating { () throws(StorageError) in
      try LogStore.makeFolder(at: folder, in: options.fileSystem)
    }
    let rows = try SalvageFile("entries.jsonl", in: files)
    var salvager = Salvager(live: ledger?.names)
    var writer = InterchangeWriter(format: .jsonLines)
    var failure: LedgerError?
    func show(_ record: Record) {
      guard failure == nil, let (entry, scale) = salvager.take(record) else { return }
      do throws(LedgerError) {
        try rows.append { writer.append(entry, scale: scale, to: &$0) }
      } catch { failure = error }
    }
    try translating { () throws(StorageError) in
      try LogStore.salvage(
        at: path, in: options.fileSystem, fault: { salvager.note("\($0)") },
        visitBlock: { block in
          do throws(LedgerError) {
            _ = try EntryBlock.visitAll(block, withoutChain: true) { (record) throws(LedgerError) in
              show(record)
              return true
            }
          } catch { salvager.note(error.message) }
        },
        visitFrame: { (info, body) in
          do throws(LedgerError) {
            try forEach(in: body, of: info, show)
          } catch { salvager.note(error.message) }
        })
    }
    if let failure { throw failure }
    try rows.finish()
    let notes = try SalvageFile("gaps.jsonl", in: files)
    for gap in salvager.result.gaps {
      try notes.append { bytes in
        var object = JSONObjectWriter(&bytes)
        object.integer("first", gap.first.value, to: &bytes)
        object.integer("last", gap.last.value, to: &bytes)
        object.string("reason", gap.reason, to: &bytes)
        object.end(&bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    for fault in salvager.result.faults {
      try notes.append { bytes in
        var object = JSONObjectWriter(&bytes)
        object.string("fault", fault, to: &bytes)
        object.end(&bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    try notes.finish()
    try translating { () throws(StorageError) in try files.sync() }
    return salvager.result
  }

  /// Passes the entries of a frame to `visit`.
  private static func forEach(
    in body: RawSpan, of info: FrameInfo, _ visit: (Record) -> Void
  ) throws(LedgerError) {
    try unsafe body.withUnsafeBytes { (bytes) throws(LedgerError) in
      var reader = unsafe ByteReader(bytes)
      for sequence in info.sequences {
        do throws(ByteReader.Malformed) {
          visit(try Record.decode(from: &reader, sequence: sequence, posted: info.clock))
        } catch {
          throw LedgerError(.damaged, "\(info.log), entry \(sequence): \(error.reason)")
        }
      }
    }
  }
}
