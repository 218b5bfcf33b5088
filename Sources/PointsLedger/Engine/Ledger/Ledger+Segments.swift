internal import LedgerStorage

extension Ledger {
  /// Returns the sealed segments in the order of their entries.
  ///
  /// - Parameter withColumns: Whether to include the size of each column, which requires reading
  ///   all of them.
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func segments(withColumns: Bool = false) throws(LedgerError) -> [SegmentView] {
    try pipeline.checkOpen()
    var views: [SegmentView] = []
    for segment in try translating({ () throws(StorageError) in try store.segments() }) {
      var view = SegmentView(
        file: segment.segment.name, first: SequenceNumber(segment.range.lowerBound),
        last: SequenceNumber(segment.range.upperBound - 1), bytes: segment.segment.byteCount,
        textBytes: segment.text.byteCount, indexBytes: segment.chain?.byteCount ?? 0)
      if withColumns {
        let sizes = try translating { () throws(StorageError) in
          try store.columnBytes(of: segment.range)
        }
        func add(_ name: String, _ region: ColumnRegion, _ column: UInt8) {
          guard let bytes = sizes[region]?[column] else { return }
          view.columns.append(
            SegmentView.Column(name: name, fileKind: region.fileKind, bytes: bytes))
        }
        for column in EntryColumn.allCases { add("\(column)", column.region, column.rawValue) }
      }
      views.append(view)
    }
    return views
  }
}

/// A sealed segment and its files.
public struct SegmentView: Sendable, Codable {
  /// The size of one column in all blocks.
  public struct Column: Sendable, Codable {
    public let name: String
    /// The kind of file that holds the column: `segment`, `text` or `index`.
    public let fileKind: String
    public let bytes: Int
  }

  /// The name of the segment's file.
  public let file: String
  public let first: SequenceNumber
  public let last: SequenceNumber
  public let bytes: Int
  /// The size of the file with texts that may have to be erased.
  public let textBytes: Int
  /// The size of the index file, which is derived from the segment.
  public let indexBytes: Int
  /// In the order of their numbers; empty unless requested.
  public package(set) var columns: [Column] = []

  public var entries: UInt64 { last.value - first.value + 1 }
}

extension ColumnRegion {
  fileprivate var fileKind: String {
    switch self {
    case .rows, .references: "segment"
    case .text: "text"
    case .chain: "index"
    }
  }
}
