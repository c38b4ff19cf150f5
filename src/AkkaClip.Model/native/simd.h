// Vectors of one instruction set, by the compiler's own vector types: one source for AVX-512, AVX2 and everything else.
// All is static: a template or inline function shared with another translation unit could be linked in its AVX-512 form
// into a program that runs where there is none.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__)
#include <immintrin.h>
#define LANES 16
#elif defined(__AVX2__)
#define LANES 8
#else
#define LANES 4
#endif

namespace {

typedef float Floats __attribute__((vector_size(LANES * 4)));
typedef int32_t Ints __attribute__((vector_size(LANES * 4)));
typedef uint32_t Words __attribute__((vector_size(LANES * 4)));

inline Floats broadcast(float x) { return x - Floats{}; }

inline Floats load(const float* p) {
    Floats v;
    memcpy(&v, p, sizeof v);
    return v;
}

inline void store(float* p, Floats v) { memcpy(p, &v, sizeof v); }

// The first count lanes, 0 <= count <= LANES; the others are 0.
inline Floats load_part(const float* p, int64_t count) {
#if defined(__AVX512F__)
    return (Floats)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
#else
    Floats v{};
    memcpy(&v, p, (size_t)count * 4);
    return v;
#endif
}

inline void store_part(float* p, Floats v, int64_t count) {
#if defined(__AVX512F__)
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
#else
    memcpy(p, &v, (size_t)count * 4);
#endif
}

// Which lanes are the first n ones.
inline Ints lanes_below(int64_t n) {
    Ints lane;
#pragma GCC unroll 16
    for (int i = 0; i < LANES; i++) lane[i] = i;
    return lane < (int32_t)n;
}

// Calls body(i, count) for steps of LANES; only the last may be shorter.
template <class Body>
inline __attribute__((always_inline)) void for_lanes(int64_t n, Body body) {
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES) body(i, (int64_t)LANES);
    if (i < n) body(i, n - i);
}

inline __attribute__((always_inline)) Floats load_lanes(const float* p, int64_t count) {
    return count == LANES ? load(p) : load_part(p, count);
}

inline __attribute__((always_inline)) void store_lanes(float* p, Floats v, int64_t count) {
    if (count == LANES) store(p, v);
    else store_part(p, v, count);
}

// Always the same tree of additions.
inline float sum_lanes(Floats v) {
    float lane[LANES];
    store(lane, v);
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int i = 0; i < width; i++) lane[i] += lane[i + width];
    return lane[0];
}

inline Floats maximum(Floats a, Floats b) { return a > b ? a : b; }
inline Floats minimum(Floats a, Floats b) { return a < b ? a : b; }
inline Floats absolute(Floats x) { return (Floats)((Ints)x & 0x7fffffff); }

// e^x within 2 ulp for -87 < x < 88; 0 below, the largest power above. Minimax polynomial on half a binary order.
inline Floats exponential(Floats x) {
    Floats in = maximum(minimum(x, broadcast(88.3762f)), broadcast(-87.3365f));
    Floats shifted = in * 1.44269504f + 12582912.0f;  // 1.5 * 2^23: rounds to an integer in the low bits
    Ints power = (Ints)shifted - 0x4b400000;
    Floats n = shifted - 12582912.0f;
    Floats r = in - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    Floats p = broadcast(1.394110843e-3f);
    p = p * r + 8.375126398e-3f;
    p = p * r + 4.16663529e-2f;
    p = p * r + 1.666641551e-1f;
    p = p * r + 5.000000047e-1f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    Floats e = (Floats)((Ints)p + (power << 23));
    return x < -87.3365f ? Floats{} : e;
}

}  // namespace
