extension LedgerState {
  /// Takes an entry of the log without applying it, if it changes only an account that is not in
  /// memory; the entry is applied when the account is next read. False for all other entries, which
  /// the caller must apply.
  ///
  /// An entry that contradicts earlier ones is then found when it is applied, and noted as a fault.
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

  /// Lets entries be deferred from now on, about `count` of them.
  mutating func deferEntries(about count: Int) {
    guard !runs.isEmpty else { return }
    defersEntries = true
    references.reserve(count)
    accounts.withTable { $0.reserveDeferred(count) }
  }

  /// The same for a decoded entry.
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

  /// The lot that an `expire` entry expires.
  private func lot(expiredBy entry: EncodedEntry) -> LotID? {
    guard let record = try? Record.decode(entry), record.allocations.count == 1 else { return nil }
    return record.allocations[0].lot
  }
}
