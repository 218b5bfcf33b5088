import PointsLedger

extension NaiveState {
  /// `unit`: a new unit, or a new version of its policy.
  mutating func defineUnit(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = decided(asked)
    guard let code = asked.post.unit, let terms = asked.post.terms else {
      throw NaiveRefusal(.malformed(.missing(.policy)))
    }
    if let known = unit(code) {
      if let scale = terms.scale, scale != units[known].scale {
        throw NaiveRefusal(.scaleFixed)
      }
      units[known].terms = terms
      units[known].retentionDays =
        [units[known].retentionDays, terms.retentionDays].compactMap(\.self).max()
    } else {
      units.append(
        NaiveUnit(
          code: code, scale: terms.scale ?? 0, terms: terms,
          retentionDays: terms.retentionDays))
    }
    return write(asked.entry(effective: effective))
  }

  mutating func closePeriod(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = decided(asked)
    if let closed, asked.occurred <= closed {
      throw NaiveRefusal(.periodClosed(through: closed))
    }
    closed = asked.occurred
    return write(asked.entry(effective: effective))
  }
}
