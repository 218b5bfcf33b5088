internal import LedgerStorage

extension Ledger {
  /// Returns why a post was refused and what to do, for a message. Beyond what the code says, it
  /// names what the ledger does not know, or knows otherwise.
  ///
  /// - Parameter scale: That of the post's unit.
  public func explanation(of refusal: Refusal, for post: Post, scale: UInt8) -> String {
    let code = refusal.code
    if refusal.isRepeated {
      // Names may be known by now, and sums have changed.
      return "\(code.brief(scale: scale)); that is final: a new attempt needs a new reference"
    }
    let found: String?
    do throws(LedgerError) {
      switch code {
      case .unknownUnit: found = unknownUnit(post)
      case .unknownMember: found = try unknownMember(post)
      case .unknownOriginal: found = try unknownOriginal(post)
      default: found = nil
      }
    } catch {
      // The refusal itself matters more than the reason why no more is known.
      found = nil
    }
    return found.map { "\(code.name): \($0)" } ?? code.explanation(scale: scale)
  }

  private func unknownUnit(_ post: Post) -> String? {
    let known = units.map(\.code.description).joined(separator: ", ")
    return post.unit.map {
      "there is no unit `\($0)`: name one of \(known), or post a unit first"
    }
  }

  private func unknownMember(_ post: Post) throws(LedgerError) -> String? {
    var identifiers = [post.member].compactMap(\.self)
    // A link's counterparty is a new identifier.
    if post.kind != .link, let other = post.counterparty { identifiers.append(other) }
    var unknown: [String] = []
    for identifier in identifiers where try names.memberNumber(identifier) == nil {
      unknown.append("`\(identifier)`")
    }
    if !unknown.isEmpty {
      return
        "there is no member \(unknown.joined(separator: ", and none ")): correct the identifier, "
        + "or enroll the member"
    }
    guard post.kind == .unlink, let member = post.member, let other = post.counterparty else {
      return nil
    }
    return "`\(other)` is no identifier of `\(member)`: correct either"
  }

  private func unknownOriginal(_ post: Post) throws(LedgerError) -> String? {
    for reference in [post.original].compactMap(\.self) + post.lots {
      guard let entry = try entry(reference: reference) else {
        return "there is no entry `\(reference)`: correct the reference"
      }
      guard reference == post.original else { continue }
      if entry.refusal != nil {
        return "entry \(entry.sequence) (`\(reference)`) was refused: there is nothing to "
          + "\(post.kind.name)"
      }
      let member = entry.post.member.map { ", of member `\($0)`" } ?? ""
      let unit = entry.post.unit.map { ", in \($0)" } ?? ""
      return
        "entry \(entry.sequence) (`\(reference)`) is of kind \(entry.kind.name)\(member)\(unit): "
        + "\(post.kind.name) needs \(post.kind.original) of the same member and unit"
    }
    return post.lots.isEmpty ? nil : "lots are credits of the same member and unit: correct them"
  }
}

extension EntryKind {
  /// What entries of this kind are about.
  fileprivate var original: String {
    switch self {
    case .capture, .release: "a hold"
    case .extend: "a credit"
    default: "an entry"
    }
  }
}
