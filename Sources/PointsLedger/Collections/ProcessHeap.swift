internal import CLedgerSupport

/// The C allocator, which all of the process shares.
enum ProcessHeap {
  /// Keeps it from setting memory aside for each thread.
  static func bound() { ledger_bound_heap() }
}
