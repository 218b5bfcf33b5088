internal import CLedgerSupport

/// The C allocator, which the whole process shares.
enum ProcessHeap {
  /// Keeps the allocator from reserving memory for each thread.
  static func bound() { ledger_bound_heap() }
}
