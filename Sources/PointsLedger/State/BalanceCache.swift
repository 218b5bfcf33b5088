/// Recent balances by the text of an identifier. Each holds until something is posted for the
/// member.
///
/// Only members whose identifier, member and account numbers are equal are cached, and only in the
/// first unit.
struct BalanceCache: Sendable {
  private struct Cached: Sendable {
    var text: InlineText
    var number: UInt32
    var interval: BalanceInterval
  }

  private var cached = SlotArray<Cached>()
  /// Indices into `cached` by the hashes of the texts.
  private var byText = HashIndex()
  /// Indices into `cached` by the members' numbers.
  private var byNumber = HashIndex()

  /// The number of cached members.
  var count: Int { cached.count }

  /// The cached balance of the member that `text` names, if it holds at `instant`.
  func interval(
    of text: InlineText, hash: UInt64, at instant: Int64, isNow: Bool
  ) -> BalanceInterval? {
    guard let place = byText.first(hash) else { return nil }
    cached.prefetch(Int(place))
    return cached.look(Int(place)) { cached in
      cached.interval.holds(at: instant, isNow: isNow) && cached.text == text
        ? cached.interval : nil
    }
  }

  /// Caches a balance.
  ///
  /// - Parameter most: The most members to cache: before one more is added, all others are removed.
  mutating func note(
    _ interval: BalanceInterval, of text: InlineText, hash: UInt64, number: UInt32,
    keeping most: Int
  ) {
    if let place = place(number) {
      // The text differs only if an identifier's number was rolled back and then given out again.
      guard cached[place].text == text else { return removeAll() }
      cached[place].interval = interval
      return
    }
    if cached.count >= most { removeAll() }
    byText.insert(hash, UInt64(cached.count))
    byNumber.insert(HashIndex.hash(ofKey: UInt64(number)), UInt64(cached.count))
    cached.append(Cached(text: text, number: number, interval: interval))
  }

  /// Drops the cached balance of a member.
  mutating func forget(_ number: UInt64) {
    guard let number = UInt32(exactly: number), let place = place(number) else { return }
    cached[place].interval.end()
  }

  mutating func removeAll() { if !cached.isEmpty { self = BalanceCache() } }

  private func place(_ number: UInt32) -> Int? {
    byNumber.first(HashIndex.hash(ofKey: UInt64(number))).map { Int($0) }
  }
}
