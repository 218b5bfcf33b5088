/// What was told of members lately, by the texts that name them: it holds until something is posted for
/// the member.
///
/// Of members alone whose identifier, account and themselves have one number, and in the first unit.
struct ToldBalances: Sendable {
  private struct Told: Sendable {
    var text: InlineText
    var number: UInt32
    var standing: Standing
  }

  private var told = SlotArray<Told>()
  /// The places in `told` by the hashes of the texts.
  private var byText = HashIndex()
  /// The places in `told` by the numbers.
  private var byNumber = HashIndex()

  /// Of how many members it is remembered.
  var count: Int { told.count }

  /// What was told of whom `text` names, if it holds at `instant`.
  func standing(of text: InlineText, hash: UInt64, at instant: Int64) -> Standing? {
    guard let place = byText.first(hash) else { return nil }
    told.prefetch(Int(place))
    return told.look(Int(place)) { told in
      told.standing.holds(at: instant) && told.text == text ? told.standing : nil
    }
  }

  /// Notes what is told.
  ///
  /// - Parameter most: How many members may be remembered: with more, all others are forgotten.
  mutating func note(
    _ standing: Standing, of text: InlineText, hash: UInt64, number: UInt32, keeping most: Int
  ) {
    if let place = place(number) {
      // Another text only where an identifier's number was taken back and given again.
      guard told[place].text == text else { return removeAll() }
      told[place].standing = standing
      return
    }
    if told.count >= most { removeAll() }
    byText.insert(hash, UInt64(told.count))
    byNumber.insert(HashIndex.hash(ofKey: UInt64(number)), UInt64(told.count))
    told.append(Told(text: text, number: number, standing: standing))
  }

  /// Forgets what was told of a number.
  mutating func forget(_ number: UInt64) {
    guard let number = UInt32(exactly: number), let place = place(number) else { return }
    told[place].standing.end()
  }

  mutating func removeAll() { if !told.isEmpty { self = ToldBalances() } }

  private func place(_ number: UInt32) -> Int? {
    byNumber.first(HashIndex.hash(ofKey: UInt64(number))).map { Int($0) }
  }
}
