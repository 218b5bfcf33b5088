extension LogStore {
  /// Checks the files of one sealed range: every block of every region.
  static func inspectSegment(
    _ record: SegmentRecord, of manifest: Manifest, _ directory: LedgerDirectory,
    _ inspection: inout Inspection
  ) {
    let segment = Segment(
      record, ledgerID: manifest.header.ledgerID, in: directory, openFiles: OpenFiles(),
      hasChain: true)
    var isSound = true
    func check(_ body: () throws(StorageError) -> Void) {
      do { try body() } catch {
        isSound = false
        inspection.note(error)
      }
    }
    for file in [segment.segment, segment.text] {
      var isReadable = false
      check { () throws(StorageError) in
        _ = try file.contents()
        isReadable = true
      }
      if !isReadable { continue }
      for region in file.identity.kind.regions {
        for number in 0..<ColumnLimits.blockCount(of: record.range) {
          check { () throws(StorageError) in _ = try file.block(number, of: region) }
        }
      }
    }
    if isSound { inspection.entryCount += UInt64(record.range.count) }
    // A backup has no chain files.
    if manifest.isBackup { return }
    do { try segment.checkChain() } catch {
      guard inspection.sees(error) else { return }
      // Without the segment the file cannot be checked.
      if error.path == segment.segment.path { return }
      inspection.problems.append(
        StorageProblem(
          .note, "\(error.what); it is derived, and will be made again", path: error.path))
    }
  }
}
