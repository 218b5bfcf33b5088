import PointsLedger

extension NaiveLedger {
  /// All or none.
  func postGroup(_ posts: [Post], at clock: Instant) -> [ObservedAnswer] {
    /// `code` for one, `groupRefused` for the others; nothing is written.
    func refused(_ index: Int, _ code: RefusalCode) -> [ObservedAnswer] {
      posts.indices.map { .refused($0 == index ? code : .groupRefused) }
    }
    if let code = clockRefusal(clock) { return posts.map { _ in .refused(code) } }
    let posted = max(clock, state.posted)
    let references = posts.map(\.reference)
    for (index, reference) in references.enumerated() where references[..<index].contains(reference)
    {
      return refused(0, .malformed(.repeatedInGroup(reference)))
    }
    for (index, post) in posts.enumerated() {
      if let fault = malformation(of: post, posted: posted) {
        return refused(index, .malformed(fault))
      }
    }
    if references.contains(where: state.wasDropped) {
      return references.map {
        .refused(state.wasDropped($0) ? .compactedReference : .groupRefused)
      }
    }
    if let answers = decidedBefore(posts, references) { return answers }
    for (index, post) in posts.enumerated() {
      if let fault = lateMalformation(of: post, posted: posted) {
        return refused(index, .malformed(fault))
      }
    }

    let before = state
    let cases = posts.map { NaiveCase($0, posted: posted) }
    var sequences: [Int] = []
    var failure: NaiveRefusal?
    do throws(NaiveRefusal) {
      for asked in cases {
        sequences.append(try state.decide(asked))
        // Later posts of the group may be about this one.
        decided(
          asked, group: references, posted: posted,
          .posted(receipt(sequences[sequences.count - 1])))
      }
    } catch { failure = error }
    guard let failure else {
      return references.compactMap { state.decisions[$0]?.answer }
    }

    let failing = sequences.count
    let unknown = unknownUnit(posts, from: failing + 1)
    state = before
    if !failure.code.isRecorded { return refused(failing, failure.code) }
    if let unknown { return refused(unknown, .unknownUnit) }
    if let dropped = cases.firstIndex(where: state.namesDropped) {
      return refused(dropped, .compactedReference)
    }
    return cases.enumerated().map { index, asked in
      return write(
        index == failing ? failure.code : .groupRefused, of: asked, group: references,
        posted: posted)
    }
  }

  /// The answers if any reference of the group is decided: a duplicate of the very same group, or
  /// conflicts.
  private func decidedBefore(
    _ posts: [Post], _ references: [Reference]
  ) -> [ObservedAnswer]? {
    let known = references.map { state.decisions[$0] }
    guard known.contains(where: { $0 != nil }) else { return nil }
    let isSameGroup = known.allSatisfy { $0?.group == references }
    let differing = zip(posts, known).map { post, known in
      known.map { state.differing(post, $0) } ?? []
    }
    let isSame = isSameGroup && differing.allSatisfy(\.isEmpty)
    return zip(known, differing).map { known, fields in
      guard let known else { return .refused(.groupRefused) }
      if isSame { return known.answer.again }
      // The group differs, or only another post of it does.
      return conflict(known, fields + (isSameGroup && !fields.isEmpty ? [] : [.group]))
    }
  }

  /// The index of the first post from there on whose unit was never defined, not even by the group
  /// itself.
  private func unknownUnit(_ posts: [Post], from start: Int) -> Int? {
    var defined = Set(state.units.map(\.code))
    for index in posts.indices.dropFirst(start) {
      guard let code = posts[index].unit else { continue }
      if posts[index].kind == .unit {
        defined.insert(code)
      } else if !defined.contains(code) {
        return index
      }
    }
    return nil
  }
}
