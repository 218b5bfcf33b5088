#include "crc32c.h"

#include <string.h>

#define REVERSED_POLYNOMIAL 0x82F63B78u

// table[k][b]: the checksum of byte b followed by k zero bytes, without the two complements.
static uint32_t table[8][256];

__attribute__((constructor)) static void fill_table(void) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t remainder = byte;
    for (int bit = 0; bit < 8; bit++)
      remainder = (remainder >> 1) ^ ((remainder & 1) ? REVERSED_POLYNOMIAL : 0);
    table[0][byte] = remainder;
  }
  for (int zeros = 1; zeros < 8; zeros++)
    for (int byte = 0; byte < 256; byte++) {
      uint32_t shorter = table[zeros - 1][byte];
      table[zeros][byte] = (shorter >> 8) ^ table[0][shorter & 255];
    }
}

uint32_t ledger_crc32c_table(uint32_t crc, const void *bytes, size_t length) {
  const uint8_t *next = bytes;
  uint32_t state = ~crc;
  for (; length >= 8; length -= 8, next += 8) {
    uint32_t low = state ^ (next[0] | (uint32_t)next[1] << 8 | (uint32_t)next[2] << 16 |
                            (uint32_t)next[3] << 24);
    state = table[7][low & 255] ^ table[6][low >> 8 & 255] ^ table[5][low >> 16 & 255] ^
            table[4][low >> 24] ^ table[3][next[4]] ^ table[2][next[5]] ^ table[1][next[6]] ^
            table[0][next[7]];
  }
  for (; length > 0; length--) state = (state >> 8) ^ table[0][(state ^ *next++) & 255];
  return ~state;
}

#if defined(__x86_64__)

#include <nmmintrin.h>
#include <wmmintrin.h>

static uint64_t word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

// Its callers have checked that the processor has the instruction.

__attribute__((target("sse4.2"))) static uint32_t one_stream(uint32_t state, const uint8_t *next,
                                                              size_t length) {
  uint64_t wide = state;
  for (; length >= 8; length -= 8, next += 8) wide = _mm_crc32_u64(wide, word_at(next));
  uint32_t narrow = (uint32_t)wide;
  for (; length > 0; length--) narrow = _mm_crc32_u8(narrow, *next++);
  return narrow;
}

// A CRC32 instruction takes three cycles, but one can start in each cycle, so three streams of
// `lane` bytes run side by side. The first two results are then moved past the bytes after them, by
// a multiplication by x^(8 * distance - 33) and a CRC32 of the product, which multiplies by the
// rest and reduces.
__attribute__((target("sse4.2,pclmul"))) static inline uint32_t three_streams(
    uint32_t state, const uint8_t *next, size_t lane, uint64_t past_two, uint64_t past_one) {
  uint64_t first = state, second = 0, third = 0;
  for (size_t at = 0; at < lane; at += 8) {
    first = _mm_crc32_u64(first, word_at(next + at));
    second = _mm_crc32_u64(second, word_at(next + lane + at));
    third = _mm_crc32_u64(third, word_at(next + 2 * lane + at));
  }
  __m128i moved = _mm_xor_si128(_mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)first),
                                                     _mm_cvtsi64_si128((long long)past_two), 0),
                                _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)second),
                                                     _mm_cvtsi64_si128((long long)past_one), 0));
  return (uint32_t)third ^ (uint32_t)_mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(moved));
}

int ledger_crc32c_has_sse42(void) { return __builtin_cpu_supports("sse4.2") != 0; }

int ledger_crc32c_has_pclmul(void) {
  return ledger_crc32c_has_sse42() && __builtin_cpu_supports("pclmul") != 0;
}

uint32_t ledger_crc32c_sse42(uint32_t crc, const void *bytes, size_t length) {
  if (!ledger_crc32c_has_sse42()) return ledger_crc32c_table(crc, bytes, length);
  return ~one_stream(~crc, bytes, length);
}

__attribute__((target("sse4.2,pclmul"))) static uint32_t streams(uint32_t state,
                                                                  const uint8_t *next,
                                                                  size_t length) {
  // x^(16 * lane - 33) and x^(8 * lane - 33), bit-reversed, for both lanes; tests compare the
  // results with those of the table.
  for (; length >= 3 * 1024; length -= 3 * 1024, next += 3 * 1024)
    state = three_streams(state, next, 1024, 0xA51B6135, 0x170076FA);
  for (; length >= 3 * 128; length -= 3 * 128, next += 3 * 128)
    state = three_streams(state, next, 128, 0xB9E02B86, 0x0D3B6092);
  return one_stream(state, next, length);
}

uint32_t ledger_crc32c_pclmul(uint32_t crc, const void *bytes, size_t length) {
  if (!ledger_crc32c_has_pclmul()) return ledger_crc32c_sse42(crc, bytes, length);
  return ~streams(~crc, bytes, length);
}

#else

int ledger_crc32c_has_sse42(void) { return 0; }
int ledger_crc32c_has_pclmul(void) { return 0; }

uint32_t ledger_crc32c_sse42(uint32_t crc, const void *bytes, size_t length) {
  return ledger_crc32c_table(crc, bytes, length);
}

uint32_t ledger_crc32c_pclmul(uint32_t crc, const void *bytes, size_t length) {
  return ledger_crc32c_table(crc, bytes, length);
}

#endif

#if defined(__aarch64__)

#include <arm_acle.h>

#if defined(__linux__)
#include <sys/auxv.h>
#ifndef HWCAP_CRC32
#define HWCAP_CRC32 (1 << 7)
#endif
int ledger_crc32c_has_armv8(void) { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }
#else
int ledger_crc32c_has_armv8(void) { return 1; }
#endif

__attribute__((target("crc"))) static uint32_t armv8(uint32_t state, const uint8_t *next,
                                                      size_t length) {
  for (; length >= 8; length -= 8, next += 8) {
    uint64_t word;
    memcpy(&word, next, sizeof word);
    state = __crc32cd(state, word);
  }
  for (; length > 0; length--) state = __crc32cb(state, *next++);
  return state;
}

uint32_t ledger_crc32c_armv8(uint32_t crc, const void *bytes, size_t length) {
  if (!ledger_crc32c_has_armv8()) return ledger_crc32c_table(crc, bytes, length);
  return ~armv8(~crc, bytes, length);
}

#else

int ledger_crc32c_has_armv8(void) { return 0; }

uint32_t ledger_crc32c_armv8(uint32_t crc, const void *bytes, size_t length) {
  return ledger_crc32c_table(crc, bytes, length);
}

#endif

uint32_t ledger_crc32c(uint32_t crc, const void *bytes, size_t length) {
#if defined(__x86_64__)
  return ledger_crc32c_pclmul(crc, bytes, length);
#else
  return ledger_crc32c_armv8(crc, bytes, length);
#endif
}
