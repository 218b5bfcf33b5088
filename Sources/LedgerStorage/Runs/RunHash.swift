/// Mixes the bits of keys.
enum RunHash {
  /// Spreads a key, which may be a small number or a hash, over all 64 bits: the finalizer of
  /// MurmurHash3.
  static func mix(_ key: UInt64) -> UInt64 {
    var mixed = key
    mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
    mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return mixed ^ mixed >> 33
  }

  /// The header of a run's file. It follows from the ledger and the range, so a run that is made
  /// again has the same bytes.
  static func header(
    _ kind: RunName.Kind, ledgerID: LedgerUUID, range: Range<UInt64>
  ) -> FileHeader {
    // RFC 9562, version 8.
    let high = mix(ledgerID.high ^ mix(range.lowerBound))
    let low = mix(ledgerID.low ^ mix(range.upperBound))
    return FileHeader(
      kind: kind.headerKind, ledgerID: ledgerID,
      fileID: LedgerUUID(high: high & ~0xF000 | 0x8000, low: low & ~(0b11 << 62) | 0b10 << 62),
      birthGeneration: 0, created: 0, firstSequence: range.lowerBound)
  }
}
