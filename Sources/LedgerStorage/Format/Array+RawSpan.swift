extension Array where Element == UInt8 {
  /// The bytes for reading.
  package var rawSpan: RawSpan {
    // A UInt8 has no padding, so there are no uninitialized bytes to be seen.
    @_lifetime(borrow self) get { unsafe span.bytes }
  }
}
