/// The answers to posts of which only the kind matters; nearly all are `posted`, and not late.
package struct BatchAnswers: Sendable {
  package private(set) var count = 0
  /// The other answers, with the indices of their posts, in order.
  package private(set) var others: [(index: Int, answer: BatchAnswer)] = []

  init() {}

  init(_ answers: some Sequence<BatchAnswer>) {
    for answer in answers { append(answer) }
  }

  @inline(__always)
  mutating func append(_ answer: BatchAnswer) {
    if case .posted(isLate: false) = answer {} else { others.append((count, answer)) }
    count += 1
  }
}

/// The kind of an answer.
package enum BatchAnswer: Sendable {
  /// Late: it is effective later than it occurred.
  case posted(isLate: Bool)
  case duplicate
  case refused(RefusalCode, isRepeated: Bool)

  init(_ decision: Decider.Decision) {
    switch decision {
    case .posted(_, _, let isLate): self = .posted(isLate: isLate)
    case .duplicate: self = .duplicate
    case .refused(let code, _): self = .refused(code, isRepeated: false)
    case .refusedBefore(let code, _): self = .refused(code, isRepeated: true)
    }
  }
}
