// Packing to bf16 (rounded to nearest even), two values of k in a word: the layout that AVX512_BF16 and AMX both take for b.
#pragma once
#include "gemm.h"
#include "transpose.h"

namespace {

inline Ints even_odd_pairs(Floats first, Floats second) {  // of 2 * LANES values in order
    return (Ints)_mm512_cvtne2ps_pbh((__m512)second, (__m512)first);
}

inline Ints row_pairs(Floats even, Floats odd) {  // lane i: (even[i], odd[i])
    Ints low = (Ints)_mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh((__m512)even));
    Ints high = (Ints)_mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh((__m512)odd));
    return low | (high << 16);
}

// 2 * LANES values of one row from k on; behind k + count zeros.
inline Ints load_pairs(const float* p, int64_t count) {
    Floats first = load_lanes(p, least(LANES, count));
    Floats second = count <= LANES ? Floats{} : load_lanes(p + LANES, least(LANES, count - LANES));
    return even_odd_pairs(first, second);
}

// For every pair of k its Width rows; k is padded to pairs by zeros. KPad: to a multiple of that.
template <int64_t Width, int64_t KPad>
void pack_pairs(uint32_t* panel, const Operand& x, int64_t row, int64_t rows, int64_t k0, int64_t k) {
    int64_t pairs = round_up(k, KPad) / 2;
    for (int64_t group = 0; group < Width; group += LANES) {
        int64_t used = least(LANES, rows - group);
        if (x.k_contiguous) {
            for (int64_t p = 0; p < pairs; p += LANES) {
                int64_t values = least(2 * LANES, k - 2 * p), count = least(LANES, pairs - p);
                Ints block[LANES];
#pragma GCC unroll 16
                for (int r = 0; r < LANES; r++)
                    block[r] = r < used && values > 0 ? load_pairs(x.at(row + group + r, k0 + 2 * p), values) : Ints{};
                transpose(block);
                for (int r = 0; r < count; r++) memcpy(panel + (p + r) * Width + group, &block[r], sizeof(Ints));
            }
            continue;
        }
        for (int64_t p = 0; p < pairs; p++) {
            auto at = [&](int64_t kk) {
                return used <= 0 || kk >= k ? Floats{} : load_lanes(x.at(row + group, k0 + kk), used);
            };
            Ints words = row_pairs(at(2 * p), at(2 * p + 1));
            memcpy(panel + p * Width + group, &words, sizeof words);
        }
    }
}

}  // namespace
