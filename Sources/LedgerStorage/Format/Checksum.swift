internal import CLedgerSupport

/// CRC-32C, the checksum of everything on disk. Of `123456789` it is `0xE3069283`.
package enum Checksum {
  /// The checksum of all the bytes, following bytes whose checksum is `before`.
  package static func crc32c(_ bytes: RawSpan, after before: UInt32 = 0) -> UInt32 {
    unsafe bytes.withUnsafeBytes { unsafe ledger_crc32c(before, $0.baseAddress, $0.count) }
  }
}
