/// Goes through the entries of a table of a run, in order, and checks each page that it comes to.
/// It begins before the first.
///
///     var cursor = run.cursor(3)
///     while try cursor.next() { cursor.withValue { print(cursor.key, $0.byteCount) } }
package struct RunCursor {
  private let run: Run
  /// Nil where the table has no entries.
  private let table: RunTable?
  /// Nil before the first entry, and after `seek` found none.
  private var position: RunPosition?
  private var state = State.start

  private enum State {
    /// Before the first entry.
    case start
    /// `next` has only to show the entry that `seek` found.
    case found
    /// At an entry.
    case entry
    /// Behind the last.
    case end
  }

  init(_ run: Run, _ table: RunTable?) {
    self.run = run
    self.table = table
    if table == nil { state = .end }
  }

  /// The key of the entry; 0 before the first `next`.
  package var key: UInt64 { position?.key ?? 0 }

  /// Goes on to the next entry; false where there is none.
  ///
  /// - Throws: `damaged`; what the file system reports.
  package mutating func next() throws(StorageError) -> Bool {
    guard let table else { return false }
    switch state {
    case .start: position = try RunPosition(startOf: table, in: run.pages)
    case .found:
      state = .entry
      return true
    case .entry: break
    case .end: return false
    }
    state = try position?.next(in: run.pages, table) ?? false ? .entry : .end
    return state == .entry
  }

  /// Goes to just before the first entry whose key is not less than this one, forwards or backwards.
  ///
  /// - Throws: `damaged`; what the file system reports.
  package mutating func seek(to key: UInt64) throws(StorageError) {
    guard let table else { return }
    let unit = try RunPosition.dataPage(notBefore: key, in: run.pages, table, .none)
    position = try RunPosition(
      notBefore: key, in: run.pages, table, unit: unit, interval: nil, .none)
    state = position == nil ? .end : .found
  }

  /// Calls `body` with the value of the entry; with no bytes before the first `next`.
  package func withValue<Result>(_ body: (RawSpan) -> Result) -> Result { body(value) }

  /// The value of the entry; no bytes before the first `next`.
  var value: RawSpan {
    @_lifetime(borrow self) get {
      guard let position else { return RawSpan() }
      return unsafe _overrideLifetime(position.value, borrowing: self)
    }
  }
}
