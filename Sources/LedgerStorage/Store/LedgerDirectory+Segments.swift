extension LedgerDirectory {
  /// The segments of a manifest. Their files must exist with the right length, which is checked
  /// now; everything else is checked when it is read.
  ///
  /// - Parameters:
  ///   - names: The names in the directory.
  ///   - access: A reader opens the files now, because a writer may remove them;
  ///     then it throws `damaged` or `removed`.
  ///   - known: Segments that are open already.
  func segments(
    of manifest: Manifest, _ names: [String], _ access: FileAccess, known: [Segment] = [],
    openFiles: OpenFiles
  ) throws(StorageError) -> [Segment] {
    var segments: [Segment] = []
    let names = Set(names)
    let known = Dictionary(known.map { ($0.range.lowerBound, $0) }) { $1 }
    for record in manifest.segments {
      if let segment = known[record.firstSequence], segment.record == record {
        if access == .read { try segment.hold() }
        segments.append(segment)
        continue
      }
      for file in [record.segment, record.text] {
        let path = path(of: file.name)
        guard let status = try files.status(of: "\(file.name)"), status.kind == .file else {
          throw StorageError(.damaged, "the manifest names a file that is not there", path: path)
        }
        guard status.byteCount == UInt64(file.byteCount) else {
          throw ColumnFile.wrongLength(status.byteCount, file.byteCount, path)
        }
      }
      let chain = record.chainName.description
      // A listing may miss a file that was renamed meanwhile.
      var hasChain = names.contains(chain)
      if !hasChain { hasChain = try files.status(of: chain) != nil }
      let segment = Segment(
        record, ledgerID: manifest.header.ledgerID, in: self, openFiles: openFiles,
        hasChain: hasChain)
      if access == .read { try segment.hold() }
      segments.append(segment)
    }
    return segments
  }

  /// The base of a manifest, opened and compared with its record; nil if there is none. Its pages
  /// are checked when they are read.
  func base(of manifest: Manifest) throws(StorageError) -> Run? {
    guard let record = manifest.base else { return nil }
    let base: Run
    do { base = try Run(record.name, in: self, ledgerID: manifest.header.ledgerID) } catch {
      guard error.category == .noSuchFile else { throw error }
      throw error.recategorized(.damaged, "the manifest names a base that is not there")
    }
    guard base.byteCount == record.byteCount, base.checksum == record.checksum else {
      throw StorageError(
        .damaged, "this is not the base that the manifest names", path: path(of: record.name))
    }
    return base
  }
}
