extension Decider {
  /// A post waits until its identifiers mean the members that it is about. What changes identifiers
  /// waits for earlier changes of the same ones. So at one instant an identifier means one member,
  /// and each member is meant by one.
  ///
  /// - Parameters:
  ///   - number: The identifier that names the post's member.
  ///   - otherNumber: The one that names its counterparty.
  func waitForIdentifiers(_ item: inout PostContext, _ number: UInt32?, _ otherNumber: UInt32?) {
    for (text, number) in [
      (item.post.member?.text, number), (item.post.counterparty?.text, otherNumber),
    ] {
      guard let text else { continue }
      let handover = state.handover(of: text, to: number, after: item.effective)
      item.effective = max(item.effective, handover)
    }
    if let wait = recordedWaits[item.post.reference.text] {
      item.effective = max(item.effective, wait)
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
        state.namedForGood(member, without: otherNumber) ?? Int64.min)
    default: break
    }
  }
}
