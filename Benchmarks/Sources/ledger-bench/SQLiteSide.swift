import Glibc

/// SQLite as an experienced user would use it.
struct SQLiteSide: Side {
  let path: String

  private static let rowsOfTransaction = 50_000

  func importFile(_ file: String, progress: (Int) -> Void) -> ImportCounts {
    let database = SQLiteDatabase(path: path, durability: .normal)
    let writer = SQLiteWriter(database)
    let rows = RowFile(file)
    var counts = ImportCounts()
    var isOver = false
    while !isOver {
      writer.transaction {
        for _ in 0..<Self.rowsOfTransaction {
          guard let row = rows.nextRow() else {
            isOver = true
            break
          }
          counts.rows += 1
          switch writer.post(row) {
          case .posted: counts.posted += 1
          case .refused: counts.refused += 1
          case .duplicate: counts.duplicates += 1
          }
        }
      }
      progress(counts.rows)
    }
    writer.finalize()
    database.close()
    return counts
  }

  func open(member: String, asOf time: Int64) -> Double {
    var database: SQLiteDatabase?
    var reader: SQLiteReader?
    let time = seconds {
      let opened = SQLiteDatabase(path: path, durability: .full)
      let asking = SQLiteReader(opened)
      guard asking.balance(of: member, asOf: time) != nil else {
        fatalError("\(member) is missing")
      }
      (database, reader) = (opened, asking)
    }
    reader?.finalize()
    database?.close()
    return time
  }

  func lookups(of survey: Survey) -> Lookups {
    let database = SQLiteDatabase(path: path, durability: .full)
    let reader = SQLiteReader(database)
    // One transaction for all queries spares SQLite the locks of each.
    database.run("BEGIN")
    let lookups = Lookups(
      balance: Lookups.time(survey.members.count) {
        guard reader.balance(of: survey.members[$0], asOf: survey.end) != nil else {
          fatalError("\(survey.members[$0]) is missing")
        }
      },
      regular: Lookups.time(survey.regulars.count) {
        guard reader.balance(of: survey.regulars[$0], asOf: survey.end) != nil else {
          fatalError("\(survey.regulars[$0]) is missing")
        }
      },
      reference: Lookups.time(survey.references.count) {
        guard reader.entry(reference: survey.references[$0]) != nil else {
          fatalError("\(survey.references[$0]) is missing")
        }
      })
    database.run("COMMIT")
    reader.finalize()
    database.close()
    return lookups
  }

  func size() -> DiskSize {
    let database = SQLiteDatabase(path: path, durability: .full)
    let pages = database.prepare("SELECT name, pgsize FROM dbstat WHERE aggregate=1")
    var size = DiskSize()
    while pages.step() {
      switch pages.text(0).string {
      case "entry", "allocation", "member": size.history += Int(pages.number(1))
      case let name
      where ["lot", "history", "uses"].contains(name) || name.hasPrefix("sqlite_autoindex"):
        size.indexes += Int(pages.number(1))
      default: size.rest += Int(pages.number(1))
      }
    }
    pages.finalize()
    database.close()
    var status = stat()
    guard stat(path, &status) == 0 else { fatalError("\(path) is missing") }
    size.rest += max(0, Int(status.st_size) - size.total)
    return size
  }

  func durablePosts(_ count: Int) -> Double {
    let database = SQLiteDatabase(path: path, durability: .full)
    let writer = SQLiteWriter(database)
    let reader = SQLiteReader(database)
    let time = seconds {
      for number in 0..<count {
        let (card, time) = ("durable-\(number % 100)", Int64(1_800_000_000_000))
        let outcome = card.withBytes { member in
          "durable/\(number)".withBytes { reference in
            writer.transaction {
              writer.post(
                Row(kind: .earn, member: member, points: 10, reference: reference, time: time))
            }
          }
        }
        guard outcome == .posted, reader.balance(of: card, asOf: time) != nil else {
          fatalError("post \(number) failed")
        }
      }
    }
    reader.finalize()
    writer.finalize()
    database.close()
    return time / Double(count) * 1e6
  }

  func redemptions(fromLots lots: Int) -> Double {
    let database = SQLiteDatabase(path: path, durability: .normal)
    let writer = SQLiteWriter(database)
    var times: [Double] = []
    func post(_ kind: Row.Kind, _ points: Int64, _ reference: String, expires: Int64 = Row.never) {
      let outcome = "many".withBytes { member in
        reference.withBytes { reference in
          writer.post(
            Row(
              kind: kind, member: member, points: points, reference: reference,
              time: 1_800_000_000_000, expires: expires))
        }
      }
      guard outcome == .posted else { fatalError("\(reference) failed") }
    }
    writer.transaction {
      for number in 0..<lots {
        post(.earn, 10, "lot/\(number)", expires: 4_000_000_000_000 + Int64(number) * 1_000)
      }
    }
    writer.transaction {
      for number in 0..<1_000 {
        let reference = "take/\(number)"
        times.append(seconds { post(.redeem, 7, reference) })
      }
    }
    writer.finalize()
    database.close()
    return median(times) * 1e6
  }
}
