internal import LedgerStorage

/// Values by numbers that were given one after the other from 0 on.
package struct DenseTable<Value: StateValue>: Sendable {
  private(set) var table: CachedTable<Value>
  package private(set) var count = 0

  init(_ name: TableName, count: Int = 0) {
    table = CachedTable(name)
    self.count = count
  }

  package var isEmpty: Bool { count == 0 }
  package var indices: Range<Int> { 0..<count }

  /// The value of a number that was given.
  package subscript(number: Int) -> Value {
    get { table[UInt64(number), .placeholder] }
    @inline(__always) _modify { yield &table[UInt64(number), .placeholder] }
  }

  /// Calls `body` with the value of a number that was given, where it lies.
  @inline(__always)
  func look<R>(_ number: Int, _ body: (borrowing Value) -> R) -> R {
    table.look(UInt64(number), body)
  }

  /// Calls `body` with the value of a number where it lies, if it is in memory.
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

  /// Begins to load the values of some numbers, and puts their slots in place of them: see
  /// `CachedTable.locate`. Takes out the numbers that were not given.
  @discardableResult
  mutating func locate(_ numbers: inout KeyBatch) -> Int {
    let count = UInt64(count)
    numbers.replace { $0 < count ? $0 : nil }
    return table.locate(&numbers)
  }

  package mutating func append(_ value: Value) {
    table.set(UInt64(count), value)
    count += 1
  }

  /// Notes an entry that is to be applied to a value once that is looked at. The value must not be in
  /// memory.
  mutating func deferEntry(_ entry: EncodedEntry, changing number: Int) {
    table.deferEntry(entry, changing: UInt64(number))
  }

  /// Brings the value of a number into memory: it will be looked at several times.
  mutating func load(_ number: Int) { table.load(UInt64(number)) }

  /// Gives the last numbers back.
  mutating func truncate(to count: Int) {
    for number in count..<Swift.max(count, self.count) { table.forget(UInt64(number)) }
    self.count = count
  }

  /// What changed since the last flush: see `CachedTable.takeChanges`.
  mutating func takeChanges() -> DirtyValues { table.takeChanges() }

  /// Changes the table behind the numbers.
  mutating func withTable<R>(_ body: (inout CachedTable<Value>) -> R) -> R { body(&table) }
}

extension DenseTable: Sequence {
  package func makeIterator() -> Iterator { Iterator(table: self) }

  /// Goes through the values in the order of their numbers.
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
