// bf16 products on CPUs with AVX512_BF16: a dot product of pairs, accumulated in fp32.
#include "gemm_bfloat16.h"

namespace {

struct Bfloat16Kernel {
    static constexpr int64_t MR = 14, NR = 2 * LANES, KC = 512, KStep = 2, KPerWord = 2;

    static void begin() {}
    static void end() {}

    static void pack_a(uint32_t* panel, const Operand& a, int64_t row, int64_t rows, int64_t k0, int64_t k) {
        pack_pairs<MR, KStep>(panel, a, row, rows, k0, k);
    }

    static void pack_b(uint32_t* panel, const Operand& b, int64_t row, int64_t rows, int64_t k0, int64_t k) {
        pack_pairs<NR, KStep>(panel, b, row, rows, k0, k);
    }

    static __m512 dot(__m512 sum, uint32_t a, __m512i b) {
        return _mm512_dpbf16_ps(sum, (__m512bh)_mm512_set1_epi32((int)a), (__m512bh)b);
    }

    static void run(int64_t words, const uint32_t* a, const uint32_t* b, float* c, int64_t ldc, bool add) {
        __m512 sum[MR][2];
#pragma GCC unroll 16
        for (int i = 0; i < MR; i++) sum[i][0] = sum[i][1] = _mm512_setzero_ps();
        for (int64_t p = 0; p < words; p++, a += MR, b += NR) {
            __m512i b0 = _mm512_loadu_si512(b), b1 = _mm512_loadu_si512(b + LANES);
#pragma GCC unroll 16
            for (int i = 0; i < MR; i++) {
                sum[i][0] = dot(sum[i][0], a[i], b0);
                sum[i][1] = dot(sum[i][1], a[i], b1);
            }
        }
#pragma GCC unroll 16
        for (int i = 0; i < MR; i++, c += ldc) {
            store(c, add ? load(c) + (Floats)sum[i][0] : (Floats)sum[i][0]);
            store(c + LANES, add ? load(c + LANES) + (Floats)sum[i][1] : (Floats)sum[i][1]);
        }
    }
};

}  // namespace

void avx512_bf16_gemm(const GemmCall* call) { Gemm<Bfloat16Kernel>::run(call); }
