import CLedgerSupport
import LedgerProof
import LedgerTestSupport
import Testing

/// SHA-256 against the examples of FIPS 180-4, and NIST's further ones.
@Suite struct SHA256Tests {
  static let published: [(message: [UInt8], digest: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ([0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    ([0x11, 0xaf], "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      [0xc9, 0x8c, 0x8e, 0x55],
      "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"
    ),
    (zeros(55), "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"),
    (zeros(56), "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (zeros(57), "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785"),
    (zeros(64), "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"),
    (
      Array(
        """
        abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn\
        hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu
        """.utf8),
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (zeros(1000), "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53"),
    (
      [UInt8](repeating: 0x41, count: 1000),
      "c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4"
    ),
    (
      [UInt8](repeating: 0x55, count: 1005),
      "f4d62ddec0f3dd90ea1380fa16a5ff8dc4c54b21740650f24afc4120903552b0"
    ),
    (
      [UInt8](repeating: 0x61, count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
    (zeros(1_000_000), "d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025"),
  ]

  static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  static let paths: [ledger_sha256_path] = [
    LEDGER_SHA256_PORTABLE, LEDGER_SHA256_NATIVE, LEDGER_SHA256_WIDE,
  ]

  @Test func hashesThePublishedMessages() {
    for (message, digest) in Self.published {
      #expect(sha256(message).description == digest, "\(message.count) bytes")
    }
  }

  @Test func everyPathHashesThePublishedMessagesAsOneBatch() {
    for path in Self.paths {
      let digests = batch(Self.published.map(\.message), on: path)
      #expect(digests.map(\.description) == Self.published.map(\.digest), "path \(path.rawValue)")
    }
  }

  @Test func aMessageInPiecesHashesLikeTheWhole() {
    var random = SeededGenerator()
    for _ in 0..<200 {
      let message = random.bytes(.random(in: 0...700, using: &random))
      var hash = SHA256()
      var start = 0
      while start < message.count {
        let end = Int.random(in: start...message.count, using: &random)
        hash.update(message[start..<end])
        start = end
      }
      #expect(hash.finalize() == sha256(message), "seed \(random.seed)")
    }
  }

  @Test func aHashGoesOnAfterItsDigestWasAskedFor() {
    var hash = SHA256()
    hash.update(Array("ab".utf8))
    let fork = hash
    #expect(hash.finalize() == sha256(Array("ab".utf8)))
    hash.update(Array("c".utf8))
    #expect(hash.finalize() == sha256(Array("abc".utf8)))
    #expect(fork.finalize() == sha256(Array("ab".utf8)))
  }

  /// Batches of any size, with messages of any length around every boundary between blocks and
  /// between short and long, with and without the prefix byte.
  @Test func allPathsAgreeOnRandomBatches() {
    var random = SeededGenerator()
    for _ in 0..<150 {
      let longest = [70, 130, 300, 2000][Int.random(in: 0..<4, using: &random)]
      let messages = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        random.bytes(.random(in: 0...longest, using: &random))
      }
      let prefix = Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : nil
      let expected = messages.map { message in
        var hash = SHA256()
        if let prefix { hash.update([prefix]) }
        hash.update(message)
        return hash.finalize()
      }
      for path in Self.paths {
        let digests = batch(messages, prefix: prefix, on: path)
        #expect(digests == expected, "path \(path.rawValue), seed \(random.seed)")
      }
    }
  }

  @Test func allPathsAgreeOnEveryLengthAroundTheBlockBoundaries() {
    let text = (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let messages = (0...400).map { Array(text[..<$0]) }
    let expected = batch(messages, on: LEDGER_SHA256_PORTABLE)
    #expect(batch(messages, on: LEDGER_SHA256_NATIVE) == expected)
    #expect(batch(messages, on: LEDGER_SHA256_WIDE) == expected)
    #expect(messages.map { sha256($0) } == expected)
  }

  private func batch(
    _ messages: [[UInt8]], prefix: UInt8? = nil, on path: ledger_sha256_path
  ) -> [Digest] {
    let bytes = Array(messages.joined())
    let lengths = messages.map(\.count)
    var digests = [UInt8](repeating: 0, count: 32 * messages.count)
    bytes.withUnsafeBytes { bytes in
      var pointers: [UnsafeRawPointer?] = []
      var start = 0
      for length in lengths {
        pointers.append(length == 0 ? nil : bytes.baseAddress.map { $0 + start })
        start += length
      }
      ledger_sha256_batch_on(
        path, pointers, lengths, messages.count, prefix.map(CInt.init) ?? -1, &digests)
    }
    return (0..<messages.count).compactMap {
      digest(Array(digests[(32 * $0)..<(32 * $0 + 32)]))
    }
  }
}
