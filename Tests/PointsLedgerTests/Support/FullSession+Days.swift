import PointsLedger

extension FullSession {
  /// The days of the session, and what is posted on each.
  static let days: [(Int, [Step])] = [
    (0, opening), (1, trading), (3, correcting), (6, expiring), (8, merging), (10, closing),
    (20, ending),
  ]

  private static func ref(_ text: String) -> Reference { .named(text) }

  private static let opening: [Step] = [
    .post(.enroll(.anna, reference: ref("enroll-anna"))),
    .post(.earn(100, for: .anna, reference: ref("e1"), expires: .day(10))),
    .post(.earn(50, for: .anna, reference: ref("e2"))),
    .post(
      .opening(
        200, for: .ben, reference: ref("o1"), activates: .day(2), expires: .day(20),
        occurred: .day(-30))),
    .post(.link(.named("anna-2"), to: .anna, reference: ref("link"))),
    .post(.earn(30, for: .cleo, reference: ref("s1"), unit: .stamps, expires: .day(5))),
    .post(.earn(12_50, for: .cleo, reference: ref("m1"), unit: .miles, expires: .day(30))),
    .post(.adjust(20, of: .dora, reference: ref("a1"), expires: .day(9))),
    .post(.earn(7, for: .dora, reference: ref("s2"), unit: .stamps)),
  ]

  private static let trading: [Step] = [
    .post(.hold(60, of: .anna, until: .day(3), reference: ref("h1"))),
    .post(.capture(25, of: ref("h1"), for: .anna, reference: ref("c1"))),
    .post(.hold(10, of: .anna, until: .day(2), reference: ref("h2"))),
    .post(.redeem(40, from: .named("anna-2"), reference: ref("r1"))),
    .post(.transfer(20, from: .anna, to: .ben, reference: ref("t1"))),
    .post(.redeem(1_000, from: .anna, reference: ref("r-short"))),
    .post(.redeem(1_000, from: .dora, reference: ref("r-partial"), unit: .stamps, partial: true)),
    .post(.redeem(5_00, from: .cleo, reference: ref("m2"), unit: .miles)),
    .post(.redeem(12, from: .cleo, reference: ref("s3"), unit: .stamps)),
    .post(.redeem(5, from: .anna, reference: ref("r-lot"), lots: [ref("e2")])),
    .post(.hold(15, of: .ben, until: .day(9), reference: ref("h3"), lots: [ref("e1")])),
  ]

  private static let correcting: [Step] = [
    .post(.reverse(10, of: ref("r1"), for: .anna, reference: ref("v1"))),
    .post(.reverse(of: ref("e1"), for: .anna, reference: ref("v2"))),
    .post(.freeze(.ben, reference: ref("freeze"))),
    .post(.redeem(1, from: .ben, reference: ref("r-frozen"))),
    .post(.unfreeze(.ben, reference: ref("unfreeze"))),
    .post(.extend(ref("o1"), of: .ben, to: .day(40), reference: ref("x1"))),
    .group([
      .earn(5, for: .ben, reference: ref("g1")),
      .redeem(3, from: .ben, reference: ref("g2")),
      .transfer(2, from: .ben, to: .dora, reference: ref("g3")),
    ]),
    .group([
      .earn(5, for: .ben, reference: ref("g4")),
      .redeem(9_999, from: .ben, reference: ref("g5")),
    ]),
    .post(.earn(8, for: .anna, reference: ref("late-1"), occurred: .day(1))),
    .post(.redeem(4, from: .dora, reference: ref("late-2"), occurred: .day(2))),
    .post(.earn(60, for: .anna, reference: ref("e3"), activates: .day(7), expires: .day(12))),
    .post(.adjust(-6, of: .dora, reference: ref("a2"))),
    .post(.release(ref("h3"), for: .ben, reference: ref("release"))),
  ]

  private static let expiring: [Step] = [
    .sweep,
    .post(.redeem(1, from: .cleo, reference: ref("s-dead"), unit: .stamps)),
    .post(.reverse(5, of: ref("s3"), for: .cleo, reference: ref("s-grace"), unit: .stamps)),
    .post(.reverse(of: ref("s2"), for: .dora, reference: ref("s-forgiven"), unit: .stamps)),
    .post(.reverse(of: ref("m1"), for: .cleo, reference: ref("m-no"), unit: .miles)),
    .post(.reverse(of: ref("t1"), for: .anna, reference: ref("t-part"))),
    .post(.reverse(6, of: ref("t1"), for: .anna, reference: ref("t-back"))),
    .post(.hold(8, of: .dora, until: .day(11), reference: ref("h4"))),
  ]

  private static let merging: [Step] = [
    .post(.merge(.dora, into: .anna, reference: ref("merge"))),
    .post(.redeem(1, from: .dora, reference: ref("r-merged"))),
    .post(.reverse(3, of: ref("late-2"), for: .anna, reference: ref("v-merged"))),
    .post(.unlink(.named("anna-2"), from: .anna, reference: ref("unlink"))),
    .post(.redeem(1, from: .named("anna-2"), reference: ref("r-unlinked"))),
    .post(.reverse(of: ref("merge"), for: .anna, reference: ref("v-merge"))),
    .post(.earn(1_00, for: .cleo, reference: ref("m3"), unit: .miles)),
    .post(.reverse(2_50, of: ref("m2"), for: .cleo, reference: ref("m-back"), unit: .miles)),
  ]

  private static let closing: [Step] = [
    .post(.closePeriod(before: .day(9), reference: ref("close"))),
    .post(.earn(11, for: .ben, reference: ref("late-3"), occurred: .day(4))),
    .post(.closePeriod(before: .day(9), reference: ref("close-again"))),
    .post(
      .unit(.stamps, terms: UnitTerms(restore: .reissue(days: 3)), reference: ref("unit-2"))),
    .post(.unit(.stamps, terms: UnitTerms(scale: 1), reference: ref("unit-scale"))),
    .post(.reverse(4, of: ref("s3"), for: .cleo, reference: ref("s-reissue"), unit: .stamps)),
    .post(.hold(3_00, of: .cleo, until: .day(19), reference: ref("h5"), unit: .miles)),
    .post(.merge(.ben, into: .anna, reference: ref("merge-2"))),
  ]

  private static let ending: [Step] = [
    .sweep,
    .post(.capture(of: ref("h5"), for: .cleo, reference: ref("c-late"), unit: .miles)),
    .post(.redeem(30, from: .ben, reference: ref("r-last"))),
    .post(.reverse(of: ref("c1"), for: .anna, reference: ref("v-capture"))),
    .group([
      .adjust(-1, of: .anna, reference: ref("g6")),
      .reverse(of: ref("g6"), for: .anna, reference: ref("g7")),
    ]),
  ]
}
