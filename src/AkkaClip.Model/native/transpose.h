// Transposition of LANES x LANES words in registers.
#pragma once
#include "simd.h"

namespace {

// Exchanges the off-diagonal blocks of width Distance.
template <int Distance>
inline __attribute__((always_inline)) void exchange_blocks(Ints (&row)[LANES]) {
    Ints low, high;
#pragma GCC unroll 16
    for (int l = 0; l < LANES; l++) {
        low[l] = l & Distance ? LANES + l - Distance : l;
        high[l] = l & Distance ? LANES + l : l + Distance;
    }
#pragma GCC unroll 16
    for (int i = 0; i < LANES; i++) {
        if (i & Distance) continue;
        Ints a = row[i], b = row[i + Distance];
        row[i] = __builtin_shuffle(a, b, low);
        row[i + Distance] = __builtin_shuffle(a, b, high);
    }
}

inline __attribute__((always_inline)) void transpose(Ints (&row)[LANES]) {
    exchange_blocks<1>(row);
    exchange_blocks<2>(row);
#if LANES >= 8
    exchange_blocks<4>(row);
#endif
#if LANES >= 16
    exchange_blocks<8>(row);
#endif
}

}  // namespace
