#include "sha256.h"

#include <string.h>

#include "sha256_paths.h"

// Fewer messages than this are faster in pairs than in sixteen lanes.
#define WIDE_MIN 9

static int native = 0, wide = 0;
static ledger_sha256_path best_path = LEDGER_SHA256_PORTABLE;

int ledger_sha256_has(ledger_sha256_path path) {
  switch (path) {
    case LEDGER_SHA256_PORTABLE:
      return 1;
    case LEDGER_SHA256_NATIVE:
      return native;
    case LEDGER_SHA256_WIDE:
      return wide;
  }
  return 0;
}

// The fastest supported path that is not faster than `path`.
static ledger_sha256_path possible(ledger_sha256_path path) {
  while (!ledger_sha256_has(path)) path--;
  return path;
}

// Asks the processor once, before main: in a virtual machine the query takes microseconds.
__attribute__((constructor)) static void choose_path(void) {
#if defined(__x86_64__) || defined(__aarch64__)
  native = ledger_sha256_has_native();
#endif
#if defined(__x86_64__)
  // For the last few messages it uses pairs, which need their own instructions.
  wide = native && ledger_sha256_has_wide();
#endif
  best_path = possible(LEDGER_SHA256_WIDE);
}

static uint32_t rotate_right(uint32_t x, int n) { return x >> n | x << (32 - n); }

static uint32_t load_big_endian(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void store_big_endian(uint8_t *p, uint32_t x) {
  p[0] = (uint8_t)(x >> 24);
  p[1] = (uint8_t)(x >> 16);
  p[2] = (uint8_t)(x >> 8);
  p[3] = (uint8_t)x;
}

static void compress_portable(uint32_t words[8], const uint8_t *blocks, size_t count) {
  for (; count > 0; count--, blocks += 64) {
    uint32_t w[64];
    for (int t = 0; t < 16; t++) w[t] = load_big_endian(blocks + 4 * t);
    for (int t = 16; t < 64; t++) {
      uint32_t x = w[t - 15], y = w[t - 2];
      uint32_t sigma0 = rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3;
      uint32_t sigma1 = rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10;
      w[t] = sigma1 + w[t - 7] + sigma0 + w[t - 16];
    }
    uint32_t a = words[0], b = words[1], c = words[2], d = words[3];
    uint32_t e = words[4], f = words[5], g = words[6], h = words[7];
    for (int t = 0; t < 64; t++) {
      uint32_t sum1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
      uint32_t sum0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
      uint32_t t1 = h + sum1 + ((e & f) ^ (~e & g)) + sha256_k[t] + w[t];
      uint32_t t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + t1;
      d = c, c = b, b = a, a = t1 + t2;
    }
    words[0] += a, words[1] += b, words[2] += c, words[3] += d;
    words[4] += e, words[5] += f, words[6] += g, words[7] += h;
  }
}

static void compress(ledger_sha256_path path, uint32_t words[8], const uint8_t *blocks,
                     size_t count) {
#if defined(__x86_64__) || defined(__aarch64__)
  if (path >= LEDGER_SHA256_NATIVE) {
    ledger_sha256_compress_native(words, blocks, count);
    return;
  }
#endif
  (void)path;
  compress_portable(words, blocks, count);
}

static void store_digest(const uint32_t words[8], uint8_t *digest) {
  for (int i = 0; i < 8; i++) store_big_endian(digest + 4 * i, words[i]);
}

// MARK: streaming

static void update_on(ledger_sha256_path path, ledger_sha256_state *state, const uint8_t *bytes,
                      size_t length) {
  size_t used = state->length % 64;
  state->length += length;
  if (used > 0) {
    size_t taken = 64 - used < length ? 64 - used : length;
    if (taken > 0) memcpy(state->block + used, bytes, taken);
    if (used + taken < 64) return;
    compress(path, state->words, state->block, 1);
    bytes += taken;
    length -= taken;
  }
  size_t whole = length / 64;
  if (whole > 0) compress(path, state->words, bytes, whole);
  if (length % 64 > 0) memcpy(state->block, bytes + 64 * whole, length % 64);
}

// Writes the padding of a message of `length` bytes, the last `used` of which are in `block`
// already: a 1 bit, zeros, and the length in bits. Returns the number of blocks, 1 or 2, from the
// block with those last bytes on.
static size_t pad(uint8_t *block, size_t used, uint64_t length) {
  size_t end = used < 56 ? 64 : 128;
  block[used] = 0x80;
  memset(block + used + 1, 0, end - 8 - used - 1);
  store_big_endian(block + end - 8, (uint32_t)(length >> 29));
  store_big_endian(block + end - 4, (uint32_t)(length << 3));
  return end / 64;
}

static void final_on(ledger_sha256_path path, ledger_sha256_state *state, uint8_t *digest) {
  uint8_t last[128];
  size_t used = state->length % 64;
  memcpy(last, state->block, used);
  compress(path, state->words, last, pad(last, used, state->length));
  store_digest(state->words, digest);
}

void ledger_sha256_init(ledger_sha256_state *state) {
  memcpy(state->words, sha256_initial, sizeof sha256_initial);
  state->length = 0;
  memset(state->block, 0, sizeof state->block);
}

void ledger_sha256_update(ledger_sha256_state *state, const void *bytes, size_t length) {
  update_on(best_path, state, bytes, length);
}

void ledger_sha256_final(ledger_sha256_state *state, void *digest) {
  final_on(best_path, state, digest);
}

// MARK: whole messages

// Whether a message fits whole and padded into a buffer.
static int is_short(size_t length, int prefix) {
  size_t room = SHA256_LANE_BLOCKS * 64 - 9;
  return length <= room - (prefix >= 0);
}

// Writes a short message whole and padded; returns its number of blocks.
static size_t lay_out(uint8_t blocks[SHA256_LANE_BLOCKS][64], const uint8_t *message, size_t length,
                      int prefix) {
  uint8_t *p = blocks[0];
  if (prefix >= 0) *p++ = (uint8_t)prefix;
  if (length > 0) memcpy(p, message, length);
  length += prefix >= 0;
  size_t whole = length / 64;
  return whole + pad(blocks[whole], length % 64, length);
}

static void hash_one(ledger_sha256_path path, const uint8_t *message, size_t length, int prefix,
                     uint8_t *digest) {
  if (is_short(length, prefix)) {
    uint8_t blocks[SHA256_LANE_BLOCKS][64];
    uint32_t words[8];
    memcpy(words, sha256_initial, sizeof words);
    compress(path, words, blocks[0], lay_out(blocks, message, length, prefix));
    store_digest(words, digest);
    return;
  }
  ledger_sha256_state state;
  ledger_sha256_init(&state);
  if (prefix >= 0) update_on(path, &state, &(uint8_t){(uint8_t)prefix}, 1);
  update_on(path, &state, message, length);
  final_on(path, &state, digest);
}

void ledger_sha256(const void *bytes, size_t length, void *digest) {
  hash_one(best_path, bytes, length, -1, digest);
}

#if defined(__x86_64__)
static void hash_two(const void *const *messages, const size_t *lengths, int prefix,
                     uint8_t *digests) {
  uint8_t blocks[2][SHA256_LANE_BLOCKS][64];
  uint32_t words[2][8];
  size_t counts[2];
  for (int i = 0; i < 2; i++) {
    memcpy(words[i], sha256_initial, sizeof words[i]);
    counts[i] = lay_out(blocks[i], messages[i], lengths[i], prefix);
  }
  size_t both = counts[0] < counts[1] ? counts[0] : counts[1];
  ledger_sha256_compress_pair(words[0], blocks[0][0], words[1], blocks[1][0], both);
  for (int i = 0; i < 2; i++) {
    if (counts[i] > both) {
      ledger_sha256_compress_native(words[i], blocks[i][both], counts[i] - both);
    }
    store_digest(words[i], digests + 32 * i);
  }
}

static void hash_wide(const void *const *messages, const size_t *lengths, size_t count,
                      int prefix, uint8_t *digests) {
  _Alignas(64) uint8_t blocks[SHA256_LANES][SHA256_LANE_BLOCKS][64];
  uint8_t results[SHA256_LANES][32];
  size_t counts[SHA256_LANES] = {0};
  for (size_t i = 0; i < count; i++) {
    counts[i] = lay_out(blocks[i], messages[i], lengths[i], prefix);
  }
  ledger_sha256_compress_wide(blocks, counts, results);
  memcpy(digests, results, 32 * count);
}
#endif

// The number of leading messages, up to `most`, that are short.
static size_t run_of_short(const size_t *lengths, size_t count, size_t most, int prefix) {
  size_t run = 0;
  while (run < count && run < most && is_short(lengths[run], prefix)) run++;
  return run;
}

static void batch_on(ledger_sha256_path path, const void *const *messages, const size_t *lengths,
                     size_t count, int prefix, uint8_t *digests) {
  while (count > 0) {
    size_t done = 1;
#if defined(__x86_64__)
    size_t most = path >= LEDGER_SHA256_WIDE ? SHA256_LANES : 2;
    size_t run = path >= LEDGER_SHA256_NATIVE ? run_of_short(lengths, count, most, prefix) : 0;
    if (path >= LEDGER_SHA256_WIDE && run >= WIDE_MIN) {
      hash_wide(messages, lengths, run, prefix, digests);
      done = run;
    } else if (run >= 2) {
      hash_two(messages, lengths, prefix, digests);
      done = 2;
    } else
#endif
      hash_one(path, messages[0], lengths[0], prefix, digests);
    messages += done;
    lengths += done;
    count -= done;
    digests += 32 * done;
  }
}

void ledger_sha256_batch(const void *const *messages, const size_t *lengths, size_t count,
                         int prefix, void *digests) {
  batch_on(best_path, messages, lengths, count, prefix, digests);
}

void ledger_sha256_batch_on(ledger_sha256_path path, const void *const *messages,
                            const size_t *lengths, size_t count, int prefix, void *digests) {
  batch_on(possible(path), messages, lengths, count, prefix, digests);
}
