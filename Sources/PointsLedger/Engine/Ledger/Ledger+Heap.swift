@_spi(Tuning) extension Ledger {
  /// Keeps the C allocator from setting memory aside for each thread: what one thread of a ledger
  /// frees is used by the others. For the whole process. An import takes a fifth less memory then.
  ///
  /// For programs that are there for their ledger, before they open one. Others may have reasons to
  /// set their allocator otherwise.
  public static func boundHeap() { ProcessHeap.bound() }
}
