extension LedgerDirectory {
  /// The segments of a manifest. Their files must exist with the right length, which is checked
  /// now; everything else is checked when it is read.
  ///
  /// - Parameters:
  ///   - names: The names in the directory.
  ///   - known: The first segments, if they are known already.
  func segments(
    of manifest: Manifest, _ names: [String], known: [Segment] = [], openFiles: OpenFiles
  ) throws(StorageError) -> [Segment] {
    var segments = known
    let names = Set(names)
    for record in manifest.segments.dropFirst(known.count) {
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
      segments.append(
        Segment(
          record, ledgerID: manifest.header.ledgerID, in: self, openFiles: openFiles,
          hasChain: hasChain))
    }
    return segments
  }
}
