/// The integers of a block of entries, by column, in memory that is reused for the next block.
///
/// Sound: `columns` has an element for each column number. Each element's memory holds `capacity`
/// values, of which the first `count` are initialized. Only this type accesses it, and a caller
/// that reads values borrows the object.
@safe final class IntegerColumns {
  @unsafe private struct Column {
    var values: UnsafeMutablePointer<Int64>
    var count = 0
    var capacity: Int
  }

  /// Most columns have at most one value for each of the 1,024 entries of a block.
  private static let firstCapacity = 1_024

  private let columns: UnsafeMutablePointer<Column>

  init() {
    unsafe columns = .allocate(capacity: EntryColumn.end)
    for index in 0..<EntryColumn.end {
      unsafe (columns + index).initialize(
        to: Column(
          values: .allocate(capacity: Self.firstCapacity), capacity: Self.firstCapacity))
    }
  }

  deinit {
    for index in 0..<EntryColumn.end { unsafe columns[index].values.deallocate() }
    unsafe columns.deallocate()
  }

  @inline(__always)
  func append(_ value: Int64, to column: EntryColumn) {
    let place = unsafe columns + Int(column.rawValue)
    let count = unsafe place.pointee.count
    if unsafe count == place.pointee.capacity { grow(column) }
    unsafe place.pointee.values[count] = value
    unsafe place.pointee.count = count &+ 1
  }

  /// The values of a column.
  @_lifetime(borrow self)
  func values(of column: EntryColumn) -> Span<Int64> {
    let place = unsafe columns[Int(column.rawValue)]
    let span = unsafe Span(_unsafeStart: place.values, count: place.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  func removeAll() {
    for index in 0..<EntryColumn.end { unsafe columns[index].count = 0 }
  }

  private func grow(_ column: EntryColumn) {
    let place = unsafe columns + Int(column.rawValue)
    let capacity = unsafe place.pointee.capacity * 2
    let values = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
    unsafe values.initialize(from: place.pointee.values, count: place.pointee.count)
    unsafe place.pointee.values.deallocate()
    unsafe place.pointee.values = values
    unsafe place.pointee.capacity = capacity
  }
}
