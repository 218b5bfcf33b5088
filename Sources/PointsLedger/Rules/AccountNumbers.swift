/// Account numbers in order. There is mostly one, which is stored inline.
struct AccountNumbers: Sendable {
  private var first = 0
  private var others: [Int] = []
  private(set) var count = 0

  subscript(index: Int) -> Int { index == 0 ? first : others[index - 1] }

  mutating func append(_ number: Int) {
    if count == 0 { first = number } else { others.append(number) }
    count += 1
  }
}
