extension Decider {
  /// Moves the instant at which a post is decided to where its identifiers mean its members, and
  /// where what it changes about identifiers comes after earlier changes. So at one instant one
  /// identifier names one member, and each member has one.
  ///
  /// - Parameters:
  ///   - number: The identifier that names the post's member.
  ///   - otherNumber: The one that names its counterparty.
  func setNamed(_ item: inout PostContext, _ number: UInt32?, _ otherNumber: UInt32?) {
    for (text, number) in [
      (item.post.member?.text, number), (item.post.counterparty?.text, otherNumber),
    ] {
      guard let text else { continue }
      let handover = state.handover(of: text, to: number, after: item.effective)
      item.effective = max(item.effective, handover)
    }
    guard let member = item.member else { return }
    switch item.post.kind {
    case .merge:
      for moved in state.members[Int(member)].currentIdentifiers {
        item.effective = max(item.effective, state.lastHandover(ofIdentifier: moved))
      }
    case .unlink:
      guard let otherNumber, item.counterparty == member else { return }
      item.effective = max(
        item.effective, state.lastHandover(ofIdentifier: otherNumber),
        state.isNamed(member, withoutIdentifier: otherNumber))
    default: break
    }
  }
}
