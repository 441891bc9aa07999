/*
 * The kernels of platform/simd in C, to be measured beside them: each compares a query with `count`
 * rows that lie one behind the other, and does so `repeats` times.
 *
 * Plain ones are loops as one writes them, for the compiler to vectorize. Those by hand are written
 * with the intrinsics of AVX-512; they exist where the compiler targets it.
 */
#include <stdint.h>

#define KERNEL(name) \
    void name(const void *query, const void *rows, long length, long count, long repeats, void *results)

/* The compiler may not carry anything from one repetition to the next. */
#define REPEATED(...) \
    for (long repeat = 0; repeat < repeats; repeat++) { \
        __VA_ARGS__ __asm__ volatile("" ::: "memory"); \
    }

#define PLAIN(name, Q, R, S, TERM) \
    static inline S name##_plain(const Q *restrict q, const R *restrict r, long length) { \
        S sum = 0; \
        for (long i = 0; i < length; i++) { \
            TERM \
        } \
        return sum; \
    } \
    KERNEL(name##_one_plain) { \
        REPEATED(for (long n = 0; n < count; n++) { \
            ((S *)results)[n] = name##_plain(query, (const R *)rows + n * length, length); \
        }) \
    } \
    KERNEL(name##_four_plain) { \
        const Q *restrict q = query; \
        S *restrict out = results; \
        REPEATED(for (long n = 0; n < count; n += 4) { \
            const R *restrict row = (const R *)rows + n * length; \
            S sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0; \
            for (long i = 0; i < length; i++) { \
                { const R *r = row; S sum = sum0; TERM sum0 = sum; } \
                { const R *r = row + length; S sum = sum1; TERM sum1 = sum; } \
                { const R *r = row + 2 * length; S sum = sum2; TERM sum2 = sum; } \
                { const R *r = row + 3 * length; S sum = sum3; TERM sum3 = sum; } \
            } \
            out[n] = sum0; \
            out[n + 1] = sum1; \
            out[n + 2] = sum2; \
            out[n + 3] = sum3; \
        }) \
    }

PLAIN(float_dot, float, float, float, { sum += q[i] * r[i]; })
PLAIN(float_squared, float, float, float, { float d = q[i] - r[i]; sum += d * d; })
#if defined(__FLT16_MAX__)
PLAIN(half_dot, float, _Float16, float, { sum += q[i] * (float)r[i]; })
PLAIN(half_squared, float, _Float16, float, { float d = q[i] - (float)r[i]; sum += d * d; })
#endif
PLAIN(byte_dot, int8_t, int8_t, int32_t, { sum += q[i] * r[i]; })
PLAIN(byte_squared, int8_t, int8_t, int32_t, { int32_t d = q[i] - r[i]; sum += d * d; })
PLAIN(bits_hamming, uint64_t, uint64_t, int32_t, { sum += __builtin_popcountll(q[i] ^ r[i]); })
PLAIN(bits_and, uint64_t, uint64_t, int32_t, { sum += __builtin_popcountll(q[i] & r[i]); })

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__) \
        && defined(__AVX512VNNI__) && defined(__AVX512VPOPCNTDQ__)
#include <immintrin.h>

/* V: a register of sums; LANES: components a step; Q_AT, R_AT: loads, those beyond the mask zero. */
#define BY_HAND(name, Q, R, S, V, LANES, ZERO, PLUS, REDUCE, Q_AT, R_AT, STEP) \
    KERNEL(name##_one_hand) { \
        const Q *q = query; \
        S *out = results; \
        const uint64_t all = (LANES) == 64 ? ~0ull : (1ull << (LANES)) - 1; \
        const uint64_t rest = (1ull << (length % (LANES))) - 1; \
        REPEATED(for (long n = 0; n < count; n++) { \
            const R *r = (const R *)rows + n * length; \
            V sum0 = ZERO, sum1 = ZERO, sum2 = ZERO, sum3 = ZERO; \
            long i = 0; \
            for (; i + 4 * (LANES) <= length; i += 4 * (LANES)) { \
                sum0 = STEP(sum0, Q_AT(q + i, all), R_AT(r + i, all)); \
                sum1 = STEP(sum1, Q_AT(q + i + (LANES), all), R_AT(r + i + (LANES), all)); \
                sum2 = STEP(sum2, Q_AT(q + i + 2 * (LANES), all), R_AT(r + i + 2 * (LANES), all)); \
                sum3 = STEP(sum3, Q_AT(q + i + 3 * (LANES), all), R_AT(r + i + 3 * (LANES), all)); \
            } \
            for (; i + (LANES) <= length; i += (LANES)) { \
                sum0 = STEP(sum0, Q_AT(q + i, all), R_AT(r + i, all)); \
            } \
            if (rest) { \
                sum1 = STEP(sum1, Q_AT(q + i, rest), R_AT(r + i, rest)); \
            } \
            out[n] = (S)REDUCE(PLUS(PLUS(sum0, sum1), PLUS(sum2, sum3))); \
        }) \
    } \
    KERNEL(name##_four_hand) { \
        const Q *q = query; \
        S *out = results; \
        const uint64_t all = (LANES) == 64 ? ~0ull : (1ull << (LANES)) - 1; \
        const uint64_t rest = (1ull << (length % (LANES))) - 1; \
        REPEATED(for (long n = 0; n < count; n += 4) { \
            const R *a = (const R *)rows + n * length; \
            const R *b = a + length; \
            const R *c = b + length; \
            const R *d = c + length; \
            V sum0 = ZERO, sum1 = ZERO, sum2 = ZERO, sum3 = ZERO; \
            long i = 0; \
            for (; i + (LANES) <= length; i += (LANES)) { \
                sum0 = STEP(sum0, Q_AT(q + i, all), R_AT(a + i, all)); \
                sum1 = STEP(sum1, Q_AT(q + i, all), R_AT(b + i, all)); \
                sum2 = STEP(sum2, Q_AT(q + i, all), R_AT(c + i, all)); \
                sum3 = STEP(sum3, Q_AT(q + i, all), R_AT(d + i, all)); \
            } \
            if (rest) { \
                sum0 = STEP(sum0, Q_AT(q + i, rest), R_AT(a + i, rest)); \
                sum1 = STEP(sum1, Q_AT(q + i, rest), R_AT(b + i, rest)); \
                sum2 = STEP(sum2, Q_AT(q + i, rest), R_AT(c + i, rest)); \
                sum3 = STEP(sum3, Q_AT(q + i, rest), R_AT(d + i, rest)); \
            } \
            out[n] = (S)REDUCE(sum0); \
            out[n + 1] = (S)REDUCE(sum1); \
            out[n + 2] = (S)REDUCE(sum2); \
            out[n + 3] = (S)REDUCE(sum3); \
        }) \
    }

static inline __m512 floats_at(const float *p, uint64_t mask) {
    return _mm512_maskz_loadu_ps((__mmask16)mask, p);
}
static inline __m512 halves_at(const uint16_t *p, uint64_t mask) {
    return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16((__mmask16)mask, p));
}
static inline __m512i bytes_at(const int8_t *p, uint64_t mask) {
    return _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8((__mmask32)mask, p));
}
static inline __m512i words_at(const uint64_t *p, uint64_t mask) {
    return _mm512_maskz_loadu_epi64((__mmask8)mask, p);
}
static inline __m512 float_dot(__m512 sum, __m512 x, __m512 y) {
    return _mm512_fmadd_ps(x, y, sum);
}
static inline __m512 float_squared(__m512 sum, __m512 x, __m512 y) {
    const __m512 d = _mm512_sub_ps(x, y);
    return _mm512_fmadd_ps(d, d, sum);
}
static inline __m512i short_dot(__m512i sum, __m512i x, __m512i y) {
    return _mm512_dpwssd_epi32(sum, x, y);
}
static inline __m512i short_squared(__m512i sum, __m512i x, __m512i y) {
    const __m512i d = _mm512_sub_epi16(x, y);
    return _mm512_dpwssd_epi32(sum, d, d);
}
static inline __m512i count_xor(__m512i sum, __m512i x, __m512i y) {
    return _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_xor_si512(x, y)));
}
static inline __m512i count_and(__m512i sum, __m512i x, __m512i y) {
    return _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_and_si512(x, y)));
}

#define OF_FLOATS(name, R, R_AT, STEP) \
    BY_HAND(name, float, R, float, __m512, 16, _mm512_setzero_ps(), _mm512_add_ps, \
            _mm512_reduce_add_ps, floats_at, R_AT, STEP)
#define OF_BYTES(name, STEP) \
    BY_HAND(name, int8_t, int8_t, int32_t, __m512i, 32, _mm512_setzero_si512(), _mm512_add_epi32, \
            _mm512_reduce_add_epi32, bytes_at, bytes_at, STEP)
#define OF_BITS(name, STEP) \
    BY_HAND(name, uint64_t, uint64_t, int32_t, __m512i, 8, _mm512_setzero_si512(), \
            _mm512_add_epi64, _mm512_reduce_add_epi64, words_at, words_at, STEP)

OF_FLOATS(float_dot, float, floats_at, float_dot)
OF_FLOATS(float_squared, float, floats_at, float_squared)
OF_FLOATS(half_dot, uint16_t, halves_at, float_dot)
OF_FLOATS(half_squared, uint16_t, halves_at, float_squared)
OF_BYTES(byte_dot, short_dot)
OF_BYTES(byte_squared, short_squared)
OF_BITS(bits_hamming, count_xor)
OF_BITS(bits_and, count_and)
#endif
