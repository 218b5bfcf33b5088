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
    for region in [ColumnRegion.rows, .references, .text] {
      let file = region == .text ? segment.text : segment.segment
      do {
        _ = try file.contents()
        for number in 0..<ColumnLimits.blockCount(of: record.range) {
          _ = try file.block(number, of: region)
        }
      } catch {
        isSound = false
        // The one file has two regions; what is wrong with its ends is said once.
        let problem = StorageProblem(error)
        if inspection.problems.last != problem { inspection.problems.append(problem) }
      }
    }
    if isSound { inspection.entryCount += UInt64(record.range.count) }
    do { try segment.checkChain() } catch {
      inspection.problems.append(
        StorageProblem(
          .note, "\(error.what); it is derived, and will be made again", path: error.path))
    }
  }
}
