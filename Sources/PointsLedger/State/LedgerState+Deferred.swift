extension LedgerState {
  /// Takes up an entry of the log without applying it, where it changes nothing but an account that is
  /// not in memory: it is applied when that is looked at. False for all others, which are to be applied.
  ///
  /// What contradicts the entries before it is then found when it is applied, and noted as a fault.
  mutating func deferEntry(_ entry: EncodedEntry) -> Bool {
    guard defersEntries, entry.sequence == nextSequence, !runs.isEmpty,
      let glance = EntryHeader(entry.body), Int(glance.member) < members.count,
      glance.identifier.map({ Int($0) < identifiers.count }) ?? true,
      let account = accountNumber(of: glance.member, unit: glance.unit),
      !accounts.table.isResident(UInt64(account))
    else { return false }
    if glance.kind == .expire {
      guard let lot = lot(expiredBy: entry), !expired.isResident(lot.packed) else { return false }
      expired.deferEntry(entry, changing: lot.packed)
    }
    accounts.deferEntry(entry, changing: account)
    note(
      entry.sequence, posted: entry.posted, effective: glance.effective,
      referenceHash: glance.reference?.hash64(key: hashKey))
    return true
  }

  /// Lets entries be deferred from now on, about so many of them.
  mutating func deferEntries(about count: Int) {
    guard !runs.isEmpty else { return }
    defersEntries = true
    references.reserve(count)
    accounts.withTable { $0.reserveDeferred(count) }
  }

  /// The same for an entry that is decoded.
  mutating func deferEntry(_ record: Record) -> Bool {
    guard defersEntries, !record.hasRare, let member = record.member, let unit = record.unit,
      Int(member) < members.count, let account = accountNumber(of: member, unit: unit),
      !accounts.table.isResident(UInt64(account))
    else { return false }
    var bytes = ByteWriter(reserving: 256)
    record.encodeBody(into: &bytes)
    return unsafe bytes.span.withUnsafeBytes { bytes in
      deferEntry(
        EncodedEntry(
          body: unsafe ByteReader(bytes), sequence: record.sequence, posted: record.posted))
    }
  }

  /// The lot of an expiry, if it is one.
  private func lot(expiredBy entry: EncodedEntry) -> LotID? {
    guard let record = try? Record.decode(entry), record.allocations.count == 1 else { return nil }
    return record.allocations[0].lot
  }
}
