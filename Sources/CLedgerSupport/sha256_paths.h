#pragma once

// Declarations shared by the files of SHA-256 only.

#include <stddef.h>
#include <stdint.h>

// Messages of up to this many padded blocks are hashed side by side; longer ones one by one.
#define SHA256_LANE_BLOCKS 4
#define SHA256_LANES 16

// FIPS 180-4, 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes.
_Alignas(64) static const uint32_t sha256_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// Each runs the compression function of FIPS 180-4, 6.2.2, over `count` blocks of 64 bytes. Those
// for a processor may be called only if its `has` returned 1.

#if defined(__x86_64__) || defined(__aarch64__)
int ledger_sha256_has_native(void);
void ledger_sha256_compress_native(uint32_t words[8], const uint8_t *blocks, size_t count);
#endif

#if defined(__x86_64__)
int ledger_sha256_has_wide(void);

// Hashes two messages at once: the instructions of one fill the wait cycles of the other.
void ledger_sha256_compress_pair(uint32_t first_words[8], const uint8_t *first_blocks,
                                 uint32_t second_words[8], const uint8_t *second_blocks,
                                 size_t count);

// Hashes sixteen messages, from the first block to the digest. Lane i has counts[i] blocks, 0 to
// SHA256_LANE_BLOCKS. Blocks after those are read but change nothing, so their memory must exist.
void ledger_sha256_compress_wide(uint8_t blocks[SHA256_LANES][SHA256_LANE_BLOCKS][64],
                                 const size_t counts[SHA256_LANES],
                                 uint8_t digests[SHA256_LANES][32]);
#endif

// FIPS 180-4, 5.3.3: the initial hash value.
static const uint32_t sha256_initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};
