#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

#include "sha256_paths.h"

// MARK: the SHA extensions

#define NATIVE __attribute__((target("sha,sse4.1,ssse3")))

int ledger_sha256_has_native(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_SHA)) return 0;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1) && (c & bit_SSSE3);
}

// A message in progress: the working variables in the layout of the instructions, and sixteen words
// of the message schedule.
typedef struct lane {
  __m128i abef, cdgh, w[4];
} lane;

NATIVE static inline lane load_lane(const uint32_t words[8]) {
  __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0xB1);
  __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(words + 4)), 0x1B);
  lane l;
  l.abef = _mm_alignr_epi8(badc, hgfe, 8);
  l.cdgh = _mm_blend_epi16(hgfe, badc, 0xF0);
  return l;
}

NATIVE static inline void store_lane(const lane *l, uint32_t words[8]) {
  __m128i abef = _mm_shuffle_epi32(l->abef, 0x1B);
  __m128i ghcd = _mm_shuffle_epi32(l->cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)words, _mm_blend_epi16(abef, ghcd, 0xF0));
  _mm_storeu_si128((__m128i *)(words + 4), _mm_alignr_epi8(ghcd, abef, 8));
}

NATIVE static inline void load_block(lane *l, const uint8_t *block) {
  const __m128i swap = _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203);
  for (int i = 0; i < 4; i++) {
    l->w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(block + 16 * i)), swap);
  }
}

// Rounds 4i to 4i + 3. The schedule words for 16 rounds later replace theirs.
NATIVE static inline __attribute__((always_inline)) void four_rounds(lane *l, int i) {
  __m128i w0 = l->w[i & 3], w1 = l->w[(i + 1) & 3], w2 = l->w[(i + 2) & 3], w3 = l->w[(i + 3) & 3];
  __m128i sum = _mm_add_epi32(w0, _mm_load_si128((const __m128i *)(sha256_k + 4 * i)));
  l->cdgh = _mm_sha256rnds2_epu32(l->cdgh, l->abef, sum);
  l->abef = _mm_sha256rnds2_epu32(l->abef, l->cdgh, _mm_shuffle_epi32(sum, 0x0E));
  if (i < 12) {
    __m128i next = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));
    l->w[i & 3] = _mm_sha256msg2_epu32(next, w3);
  }
}

NATIVE void ledger_sha256_compress_native(uint32_t words[8], const uint8_t *blocks, size_t count) {
  lane l = load_lane(words);
  for (; count > 0; count--, blocks += 64) {
    __m128i abef = l.abef, cdgh = l.cdgh;
    load_block(&l, blocks);
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) four_rounds(&l, i);
    l.abef = _mm_add_epi32(l.abef, abef);
    l.cdgh = _mm_add_epi32(l.cdgh, cdgh);
  }
  store_lane(&l, words);
}

NATIVE void ledger_sha256_compress_pair(uint32_t first_words[8], const uint8_t *first_blocks,
                                        uint32_t second_words[8], const uint8_t *second_blocks,
                                        size_t count) {
  lane l = load_lane(first_words), m = load_lane(second_words);
  for (; count > 0; count--, first_blocks += 64, second_blocks += 64) {
    __m128i l_abef = l.abef, l_cdgh = l.cdgh, m_abef = m.abef, m_cdgh = m.cdgh;
    load_block(&l, first_blocks);
    load_block(&m, second_blocks);
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      four_rounds(&l, i);
      four_rounds(&m, i);
    }
    l.abef = _mm_add_epi32(l.abef, l_abef);
    l.cdgh = _mm_add_epi32(l.cdgh, l_cdgh);
    m.abef = _mm_add_epi32(m.abef, m_abef);
    m.cdgh = _mm_add_epi32(m.cdgh, m_cdgh);
  }
  store_lane(&l, first_words);
  store_lane(&m, second_words);
}

// MARK: sixteen lanes of AVX-512

#define WIDE __attribute__((target("avx512f,avx512bw")))

int ledger_sha256_has_wide(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

// Transposes 16 rows of 16 words: afterwards word j of row i is the old word i of row j.
WIDE static inline void transpose(__m512i rows[16]) {
  __m512i quads[4][4];  // [g][k]: in its 128-bit part q, word 4q + k of the rows 4g to 4g + 3
  for (int g = 0; g < 4; g++) {
    const __m512i *r = rows + 4 * g;
    __m512i low01 = _mm512_unpacklo_epi32(r[0], r[1]), high01 = _mm512_unpackhi_epi32(r[0], r[1]);
    __m512i low23 = _mm512_unpacklo_epi32(r[2], r[3]), high23 = _mm512_unpackhi_epi32(r[2], r[3]);
    quads[g][0] = _mm512_unpacklo_epi64(low01, low23);
    quads[g][1] = _mm512_unpackhi_epi64(low01, low23);
    quads[g][2] = _mm512_unpacklo_epi64(high01, high23);
    quads[g][3] = _mm512_unpackhi_epi64(high01, high23);
  }
  for (int k = 0; k < 4; k++) {
    __m512i front01 = _mm512_shuffle_i32x4(quads[0][k], quads[1][k], 0x44);
    __m512i back01 = _mm512_shuffle_i32x4(quads[0][k], quads[1][k], 0xEE);
    __m512i front23 = _mm512_shuffle_i32x4(quads[2][k], quads[3][k], 0x44);
    __m512i back23 = _mm512_shuffle_i32x4(quads[2][k], quads[3][k], 0xEE);
    rows[k] = _mm512_shuffle_i32x4(front01, front23, 0x88);
    rows[4 + k] = _mm512_shuffle_i32x4(front01, front23, 0xDD);
    rows[8 + k] = _mm512_shuffle_i32x4(back01, back23, 0x88);
    rows[12 + k] = _mm512_shuffle_i32x4(back01, back23, 0xDD);
  }
}

#define XOR3(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0x96)
#define CHOOSE(e, f, g) _mm512_ternarylogic_epi32(e, f, g, 0xCA)
#define MAJORITY(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xE8)
#define ROTATE(x, n) _mm512_ror_epi32(x, n)
#define ADD(a, b) _mm512_add_epi32(a, b)

WIDE void ledger_sha256_compress_wide(uint8_t blocks[SHA256_LANES][SHA256_LANE_BLOCKS][64],
                                      const size_t counts[SHA256_LANES],
                                      uint8_t digests[SHA256_LANES][32]) {
  const __m512i swap = _mm512_set4_epi32(0x0C0D0E0F, 0x08090A0B, 0x04050607, 0x00010203);
  __m512i state[16];  // row j: word j of all lanes; the last eight rows only fill the square
  for (int j = 0; j < 8; j++) state[j] = _mm512_set1_epi32((int)sha256_initial[j]);
  for (int j = 8; j < 16; j++) state[j] = _mm512_setzero_si512();

  for (size_t block = 0; block < SHA256_LANE_BLOCKS; block++) {
    __mmask16 active = 0;
    for (int i = 0; i < SHA256_LANES; i++) active |= (__mmask16)((block < counts[i]) << i);
    if (active == 0) break;
    __m512i w[16];
    for (int i = 0; i < 16; i++) {
      w[i] = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks[i][block]), swap);
    }
    transpose(w);
    __m512i a = state[0], b = state[1], c = state[2], d = state[3];
    __m512i e = state[4], f = state[5], g = state[6], h = state[7];
#pragma clang loop unroll(full)
    for (int t = 0; t < 64; t++) {
      if (t >= 16) {
        __m512i x = w[(t + 1) & 15], y = w[(t + 14) & 15];
        __m512i sigma0 = XOR3(ROTATE(x, 7), ROTATE(x, 18), _mm512_srli_epi32(x, 3));
        __m512i sigma1 = XOR3(ROTATE(y, 17), ROTATE(y, 19), _mm512_srli_epi32(y, 10));
        w[t & 15] = ADD(ADD(w[t & 15], sigma0), ADD(w[(t + 9) & 15], sigma1));
      }
      __m512i sum1 = XOR3(ROTATE(e, 6), ROTATE(e, 11), ROTATE(e, 25));
      __m512i sum0 = XOR3(ROTATE(a, 2), ROTATE(a, 13), ROTATE(a, 22));
      __m512i known = ADD(ADD(h, w[t & 15]), _mm512_set1_epi32((int)sha256_k[t]));
      __m512i t1 = ADD(known, ADD(sum1, CHOOSE(e, f, g)));
      h = g, g = f, f = e, e = ADD(d, t1);
      __m512i t2 = ADD(sum0, MAJORITY(a, b, c));
      d = c, c = b, b = a, a = ADD(t1, t2);
    }
    const __m512i worked[8] = {a, b, c, d, e, f, g, h};
    for (int j = 0; j < 8; j++) {
      state[j] = _mm512_mask_add_epi32(state[j], active, state[j], worked[j]);
    }
  }
  transpose(state);
  for (int i = 0; i < SHA256_LANES; i++) {
    __m512i row = _mm512_shuffle_epi8(state[i], swap);
    _mm256_storeu_si256((__m256i *)digests[i], _mm512_castsi512_si256(row));
  }
}

#endif
