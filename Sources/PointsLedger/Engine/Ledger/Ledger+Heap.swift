@_spi(Tuning) extension Ledger {
  /// Keeps the C allocator from setting memory aside for each thread, so that threads reuse the
  /// memory that others free. The setting applies to the whole process. An import then takes a
  /// fifth less memory.
  ///
  /// Call it before opening a ledger, and only in a program that exists for its ledger. Other
  /// programs may have reasons for other settings.
  public static func boundHeap() { ProcessHeap.bound() }
}
