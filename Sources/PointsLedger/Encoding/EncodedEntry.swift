/// An entry as the log stores it, valid as long as its bytes are.
struct EncodedEntry {
  /// Its bytes without their length.
  let body: ByteReader
  let sequence: UInt64
  let posted: Int64
}
