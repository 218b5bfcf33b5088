/// Iterates over the entries of a table of a run, in order, and checks each page when it gets
/// there. It starts before the first entry.
///
///     var cursor = run.cursor(3)
///     while try cursor.next() { cursor.withValue { print(cursor.key, $0.byteCount) } }
package struct RunCursor {
  private let run: Run
  /// Nil if the table has no entries.
  private let table: RunTable?
  /// Nil before the first entry, and after `seek` found none.
  private var position: RunPosition?
  private var state = State.start

  private enum State {
    /// Before the first entry.
    case start
    /// At the entry that `seek` found; `next` returns it.
    case found
    /// At an entry.
    case entry
    /// After the last entry.
    case end
  }

  init(_ run: Run, _ table: RunTable?) {
    self.run = run
    self.table = table
    if table == nil { state = .end }
  }

  /// The key of the entry; 0 before the first `next`.
  package var key: UInt64 { position?.key ?? 0 }

  /// Advances to the next entry; false if there is none.
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

  /// Moves, forwards or backwards, to just before the first entry whose key is not less than `key`.
  ///
  /// - Throws: `damaged`; what the file system reports.
  package mutating func seek(to key: UInt64) throws(StorageError) {
    guard let table else { return }
    let unit = try RunPosition.dataPage(notBefore: key, in: run.pages, table, .none)
    position = try RunPosition(
      notBefore: key, in: run.pages, table, unit: unit, interval: nil, .none)
    state = position == nil ? .end : .found
  }

  /// Calls `body` with the value of the entry; it is empty before the first `next`.
  package func withValue<Result>(_ body: (RawSpan) -> Result) -> Result { body(value) }

  /// The value of the entry; empty before the first `next`.
  var value: RawSpan {
    @_lifetime(borrow self) get {
      guard let position else { return RawSpan() }
      return unsafe _overrideLifetime(position.value, borrowing: self)
    }
  }
}
