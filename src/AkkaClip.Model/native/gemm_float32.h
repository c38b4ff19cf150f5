// The fp32 kernel: MR x NR sums in registers.
#pragma once
#include "gemm.h"
#include "transpose.h"

namespace {

struct Float32Kernel {
    static constexpr int64_t MR = LANES == 16 ? 14 : LANES == 8 ? 6 : 4;
    static constexpr int64_t NR = 2 * LANES;
    static constexpr int64_t KC = 384, KStep = 1, KPerWord = 1;

    static void begin() {}
    static void end() {}

    // A panel holds, for every k, its Width rows. A store may run over into the next k, which is written later.
    template <int64_t Width>
    static void pack(uint32_t* panel, const Operand& x, int64_t row, int64_t rows, int64_t k0, int64_t k) {
        for (int64_t group = 0; group < Width; group += LANES) {
            int64_t used = least(LANES, rows - group);
            if (!x.k_contiguous) {
                for (int64_t p = 0; p < k; p++)
                    store((float*)panel + p * Width + group, used <= 0 ? Floats{} : load_lanes(x.at(row + group, k0 + p), used));
                continue;
            }
            for_lanes(k, [&](int64_t p, int64_t count) {
                Ints block[LANES];
#pragma GCC unroll 16
                for (int r = 0; r < LANES; r++)
                    block[r] = r < used ? (Ints)load_lanes(x.at(row + group + r, k0 + p), count) : Ints{};
                transpose(block);
                for (int r = 0; r < count; r++) memcpy(panel + (p + r) * Width + group, &block[r], sizeof(Ints));
            });
        }
    }

    static void pack_a(uint32_t* panel, const Operand& a, int64_t row, int64_t rows, int64_t k0, int64_t k) {
        pack<MR>(panel, a, row, rows, k0, k);
    }

    static void pack_b(uint32_t* panel, const Operand& b, int64_t row, int64_t rows, int64_t k0, int64_t k) {
        pack<NR>(panel, b, row, rows, k0, k);
    }

    static void run(int64_t k, const uint32_t* packed_a, const uint32_t* packed_b, float* c, int64_t ldc, bool add) {
        const float* a = (const float*)packed_a;
        const float* b = (const float*)packed_b;
        for (int i = 0; i < MR; i++) __builtin_prefetch(c + i * ldc, 1), __builtin_prefetch(c + i * ldc + LANES, 1);
        Floats sum[MR][2] = {};
        for (int64_t p = 0; p < k; p++, a += MR, b += NR) {
            Floats b0 = load(b), b1 = load(b + LANES);
#pragma GCC unroll 16
            for (int i = 0; i < MR; i++) {
                Floats ai = broadcast(a[i]);
                sum[i][0] += ai * b0;
                sum[i][1] += ai * b1;
            }
        }
#pragma GCC unroll 16
        for (int i = 0; i < MR; i++, c += ldc) {
            store(c, add ? load(c) + sum[i][0] : sum[i][0]);
            store(c + LANES, add ? load(c + LANES) + sum[i][1] : sum[i][1]);
        }
    }
};

}  // namespace
