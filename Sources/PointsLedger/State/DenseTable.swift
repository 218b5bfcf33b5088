internal import LedgerStorage

/// Values by numbers that are given out one after the other from 0 on.
package struct DenseTable<Value: StateValue>: StateTable {
  private(set) var table: CachedTable<Value>
  package private(set) var count = 0
  /// The count at the start of each open journal.
  private var journals: [Int] = []

  init(_ name: TableName, count: Int = 0) {
    table = CachedTable(name)
    self.count = count
  }

  package var isEmpty: Bool { count == 0 }
  package var indices: Range<Int> { 0..<count }

  /// The value of a number that was given out.
  package subscript(number: Int) -> Value {
    get { table[UInt64(number), .placeholder] }
    @inline(__always) _modify { yield &table[UInt64(number), .placeholder] }
  }

  /// Calls `body` with the value of a given number, in place.
  @inline(__always)
  func look<R>(_ number: Int, _ body: (borrowing Value) -> R) -> R {
    table.look(UInt64(number), body)
  }

  /// Calls `body` with the value of a number in place, if it is in memory.
  @inline(__always)
  func peek<R>(_ number: Int, _ body: (borrowing Value) -> R) -> R? {
    table.peek(UInt64(number), body)
  }

  /// Changes the value of a number in place: see `CachedTable.changeInMemory`.
  @inline(__always)
  mutating func changeInMemory<R>(
    _ number: Int, slot: UInt64?, _ body: (inout Value) -> R?
  ) -> R? {
    table.changeInMemory(UInt64(number), slot: slot, body)
  }

  /// Starts to load the values of some numbers, and replaces the numbers by slots: see
  /// `CachedTable.locate`. Numbers that were not given out are removed from the batch.
  @discardableResult
  mutating func locate(_ numbers: inout KeyBatch) -> Int {
    let count = UInt64(count)
    numbers.replace { $0 < count ? $0 : nil }
    return table.locate(&numbers)
  }

  package mutating func append(_ value: Value) {
    table.add(UInt64(count), value)
    count += 1
  }

  /// Notes an entry that will be applied to a value when the value is next read. The value must not
  /// be in memory.
  mutating func deferEntry(_ entry: EncodedEntry, changing number: Int) {
    table.deferEntry(entry, changing: UInt64(number))
  }

  /// Brings the value of a number into memory, for callers that read it several times.
  mutating func load(_ number: Int) { table.load(UInt64(number)) }

  var name: TableName { table.name }

  var runs: RunSet {
    get { table.runs }
    @inline(__always) _modify { yield &table.runs }
  }

  mutating func takeChanges() -> DirtyValues { table.takeChanges() }
  mutating func beginJournal() {
    journals.append(count)
    table.beginJournal()
  }

  mutating func commitJournal() {
    _ = journals.popLast()
    table.commitJournal()
  }

  mutating func rollBack() {
    // The latest numbers are free again: the table drops their values.
    count = journals.popLast() ?? count
    table.rollBack()
  }

  func markFlushed() { table.markFlushed() }
  mutating func keepAll() { table.keepAll() }
  mutating func evict(keeping most: Int) { table.evict(keeping: most) }

  /// Changes the table behind the numbers.
  mutating func withTable<R>(_ body: (inout CachedTable<Value>) -> R) -> R { body(&table) }
}

extension DenseTable: Sequence {
  package func makeIterator() -> Iterator { Iterator(table: self) }

  /// Iterates over the values in the order of their numbers.
  package struct Iterator: IteratorProtocol {
    let table: DenseTable
    private var number = 0

    init(table: DenseTable) { self.table = table }

    package mutating func next() -> Value? {
      guard number < table.count else { return nil }
      defer { number += 1 }
      return table[number]
    }
  }
}
