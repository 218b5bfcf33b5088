/// What was cached of members lately, by the texts that name them: it holds until something is posted for
/// the member.
///
/// Of members alone whose identifier, account and themselves have one number, and in the first unit.
struct BalanceCache: Sendable {
  private struct Cached: Sendable {
    var text: InlineText
    var number: UInt32
    var interval: BalanceInterval
  }

  private var cached = SlotArray<Cached>()
  /// The places in `cached` by the hashes of the texts.
  private var byText = HashIndex()
  /// The places in `cached` by the numbers.
  private var byNumber = HashIndex()

  /// Of how many members it is remembered.
  var count: Int { cached.count }

  /// What was cached of whom `text` names, if it holds at `instant`.
  func interval(of text: InlineText, hash: UInt64, at instant: Int64) -> BalanceInterval? {
    guard let place = byText.first(hash) else { return nil }
    cached.prefetch(Int(place))
    return cached.look(Int(place)) { cached in
      cached.interval.holds(at: instant) && cached.text == text ? cached.interval : nil
    }
  }

  /// Notes what is cached.
  ///
  /// - Parameter most: How many members may be remembered: with more, all others are forgotten.
  mutating func note(
    _ interval: BalanceInterval, of text: InlineText, hash: UInt64, number: UInt32,
    keeping most: Int
  ) {
    if let place = place(number) {
      // Another text only where an identifier's number was taken back and given again.
      guard cached[place].text == text else { return removeAll() }
      cached[place].interval = interval
      return
    }
    if cached.count >= most { removeAll() }
    byText.insert(hash, UInt64(cached.count))
    byNumber.insert(HashIndex.hash(ofKey: UInt64(number)), UInt64(cached.count))
    cached.append(Cached(text: text, number: number, interval: interval))
  }

  /// Forgets what was cached of a number.
  mutating func forget(_ number: UInt64) {
    guard let number = UInt32(exactly: number), let place = place(number) else { return }
    cached[place].interval.end()
  }

  mutating func removeAll() { if !cached.isEmpty { self = BalanceCache() } }

  private func place(_ number: UInt32) -> Int? {
    byNumber.first(HashIndex.hash(ofKey: UInt64(number))).map { Int($0) }
  }
}
