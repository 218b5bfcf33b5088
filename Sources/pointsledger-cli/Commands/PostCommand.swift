import ArgumentParser
import PointsLedger

struct PostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "post", abstract: "Post one entry; it is durable when the command ends.",
    discussion: """
      Examples:
        pointsledger post shop earn 4711 30 --reference S012/451 \\
          --expires end-of-month+12mo
        pointsledger post shop hold 4711 20 --reference S012/453 --expires +30min
        pointsledger post shop adjust 4711 -5 --reference fix-1 \\
          --reason "counted twice"
        pointsledger post shop reverse 4711 --reference S012/452 \\
          --original S012/451
        pointsledger post shop close-period --reference close/2026-01 \\
          --occurred 2026-02-01

      What each kind takes, besides --reference, --occurred and the texts \
      (--location to --memo); what is in brackets may be left out:
        opening, earn  MEMBER POINTS [--unit --activates --expires]
        adjust         as earn; below 0: MEMBER POINTS [--unit --lots]
                       [--policy arrears: what is short becomes a debt]
        redeem         MEMBER POINTS [--unit --lots --partial]
        hold           MEMBER POINTS --expires, the deadline [--unit --lots]
        capture        MEMBER [POINTS] --original, a hold [--unit --partial]
        release        MEMBER --original, a hold [--unit]
        reverse        MEMBER [POINTS] --original [--unit]
        extend         MEMBER --original, a credit [--unit --expires]
        transfer       MEMBER POINTS --counterparty [--unit --lots]
        enroll         MEMBER
        freeze         MEMBER [--policy all: no credits either]
        unfreeze       MEMBER
        link           MEMBER --counterparty, a new identifier of the member
        unlink         MEMBER --counterparty, the identifier that ends
        merge          MEMBER, which ends, --counterparty, which stays;
                       it cannot be reversed
        unit           --unit --policy
        close-period   nothing; closes what occurred before --occurred

      The policy of a unit, key=value separated by spaces:
        scale=DIGITS       0 to 6; a unit keeps its scale
        reversal=WHAT      of a credit that was spent: arrears (the default),
                           within-balance, refuse
        restore=WHERE      points of a lot that has ended: original (the
                           default), grace:DAYS, reissue:DAYS
        inactivity=DAYS    lots end without activity; left out: they do not
        activity=KINDS     earn,redeem,capture if left out
        retention=DAYS     how long entries are kept from compaction and
                           erasure at least; it never gets shorter
      A version is whole: another key that it leaves out has its default again.

      The rules: spec/rules.md.
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(
    help: "earn, redeem, hold, capture, release, reverse, ...",
    completion: .list(EntryKind.allCases.filter(\.isPostable).map(\.name)),
    transform: Parsing.kind)
  var kind: EntryKind

  @Argument(help: "The member's identifier; none for unit and close-period.")
  var member: String?

  @Argument(help: "A decimal; none where the kind needs none, or takes all that is left.")
  var points: String?

  @OptionGroup var fields: PostFields

  @Flag(help: "Say what would happen, and write nothing.")
  var preview = false

  func run() throws {
    if preview {
      let ledger = try target.reader()
      defer { LedgerArgument.say(ledger.indexNotes) }
      let post = try post(in: ledger)
      try AnswerReport(ledger: ledger, json: target.json, isPreview: true)
        .write(try ledger.preview(post), to: post)
      return
    }
    try target.write { ledger in
      let post = try post(in: ledger)
      let answer = try ledger.post(post)
      try AnswerReport(ledger: ledger, json: target.json, isPreview: false).write(answer, to: post)
    }
  }

  private func post(in ledger: Ledger) throws -> Post {
    var post = try fields.post(kind)
    if let member, !member.isEmpty {
      do {
        post.member = try Parsing.member(member)
      } catch {
        throw CommandFailure(.usage, "member: \(error)")
      }
    }
    if let points, !points.isEmpty {
      if post.unit == nil, let original = post.original {
        let decimals = points.lastIndex(of: ".").map {
          points.distance(from: $0, to: points.endIndex) - 1
        }
        post.unit = try ledger.countedUnit(
          of: post.reference, about: original, decimals: decimals ?? 0)
      }
      guard let scale = Units(of: ledger).known(post.unit) else {
        // The ledger reports that there is no such unit, so the scale does not matter.
        post.points = try? Points(points, scale: UnitTerms.maximumScale)
        return post
      }
      do throws(PointsTextError) {
        post.points = try Points(points, scale: scale)
      } catch {
        throw CommandFailure(.usage, "points `\(points)`: \(error)")
      }
    }
    return post
  }
}
