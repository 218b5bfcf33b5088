extension LedgerState {
  /// Takes up an entry of the log without applying it, where it changes nothing but an account that is
  /// not in memory: it is applied when that is looked at. False for all others, which are to be applied.
  ///
  /// What contradicts the entries before it is then found when it is applied, and noted as a fault.
  mutating func postpone(_ entry: EncodedEntry) -> Bool {
    guard postponesEntries, entry.sequence == nextSequence, !runs.isEmpty,
      let glance = EntryGlance(entry.body), Int(glance.member) < members.count,
      glance.identifier.map({ Int($0) < identifiers.count }) ?? true,
      let account = accountNumber(of: glance.member, unit: glance.unit),
      !accounts.table.isResident(UInt64(account))
    else { return false }
    if glance.kind == .expire {
      guard let lot = lot(expiredBy: entry), !expired.isResident(lot.packed) else { return false }
      expired.postpone(entry, changing: lot.packed)
    }
    accounts.postpone(entry, changing: account)
    note(
      entry.sequence, posted: entry.posted, effective: glance.effective,
      referenceHash: glance.reference?.hash64(key: hashKey))
    return true
  }

  /// Lets entries be postponed from now on, about so many of them.
  mutating func postponeEntries(about count: Int) {
    guard !runs.isEmpty else { return }
    postponesEntries = true
    references.reserve(count)
    accounts.withTable { $0.reservePostponed(count) }
  }

  /// The same for an entry that is decoded.
  mutating func postpone(_ record: Record) -> Bool {
    guard postponesEntries, !record.hasRare, let member = record.member, let unit = record.unit,
      Int(member) < members.count, let account = accountNumber(of: member, unit: unit),
      !accounts.table.isResident(UInt64(account))
    else { return false }
    var bytes = ByteWriter(reserving: 256)
    record.encodeBody(into: &bytes)
    return unsafe bytes.span.withUnsafeBytes { bytes in
      postpone(
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
