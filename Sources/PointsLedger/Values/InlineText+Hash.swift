extension InlineText {
  /// Returns a 64-bit hash of the text under `key`. A 128-bit multiplication folds in each word.
  package func hash64(key: UInt64) -> UInt64 {
    var state = key ^ (UInt64(count) &* 0x9E37_79B9_7F4A_7C15)
    for index in 0..<((Int(count) &+ 7) &>> 3) {
      let product = (words[index] ^ state).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93 ^ key)
      state = product.high ^ product.low &+ 0x2545_F491_4F6C_DD1D &* UInt64(index &+ 1)
    }
    let last = (state ^ (state &>> 32)).multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
    return last.high ^ last.low
  }
}
