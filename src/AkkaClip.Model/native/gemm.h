// The blocked matrix product that all kinds of kernels share: operands are packed into panels that the kernel reads in
// one stream, blocks are cut to the caches, and a tile's epilogue runs when its last block of k has been added.
// (The scheme of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.)
//
// A Kernel has: MR x NR, the tile it computes; KC, the depth of a block; KStep, what k is padded to; KPerWord, how many
// values of k share a 32-bit word of a panel; pack_a, pack_b and run.
#pragma once
#include "epilogue.h"

namespace {

// One operand seen as rows (of the result's rows or columns) over k.
struct Operand {
    const float* data;
    int64_t ld;
    bool k_contiguous;

    const float* at(int64_t row, int64_t k) const { return data + (k_contiguous ? row * ld + k : k * ld + row); }
};

inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
inline int64_t round_up(int64_t a, int64_t unit) { return (a + unit - 1) / unit * unit; }

struct Range {
    int64_t begin, end;
};

// Part i of n, cut at multiples of unit.
inline Range part(int64_t length, int64_t unit, int i, int n) {
    int64_t units = (length + unit - 1) / unit;
    return {least(units * i / n * unit, length), least(units * (i + 1) / n * unit, length)};
}

template <class Kernel>
struct Gemm {
    static constexpr int64_t RowsOfBlock = 112 / Kernel::MR * Kernel::MR;
    static constexpr int64_t ColumnsOfBlock = 1024;

    static void tile(const GemmCall& call, const uint32_t* a, const uint32_t* b, int64_t words, int64_t row, int64_t column,
                     int64_t rows, int64_t columns, bool add) {
        float* c = call.c + row * call.ldc + column;
        if (rows == Kernel::MR && columns == Kernel::NR) {
            Kernel::run(words, a, b, c, call.ldc, add);
            return;
        }
        alignas(64) float whole[Kernel::MR * Kernel::NR];
        Kernel::run(words, a, b, whole, Kernel::NR, false);
        for (int64_t i = 0; i < rows; i++)
            for_lanes(columns, [&](int64_t j, int64_t count) {
                Floats v = load_lanes(whole + i * Kernel::NR + j, count);
                store_lanes(c + i * call.ldc + j, add ? load_lanes(c + i * call.ldc + j, count) + v : v, count);
            });
    }

    // The part of the result within these rows and columns, by the calling thread alone.
    static void multiply(const GemmCall& call, Range m, Range n) {
        Operand a{call.a, call.lda, !call.transpose_a}, b{call.b, call.ldb, call.transpose_b != 0};
        int64_t depth = round_up(least(call.k, Kernel::KC), Kernel::KStep) / Kernel::KPerWord;
        int64_t rows = round_up(least(m.end - m.begin, RowsOfBlock), Kernel::MR);
        int64_t columns = round_up(least(n.end - n.begin, ColumnsOfBlock), Kernel::NR);
        auto* packed_a = (uint32_t*)kernel_scratch(SCRATCH_PACKED_A, (rows * depth + LANES) * 4);
        auto* packed_b = (uint32_t*)kernel_scratch(SCRATCH_PACKED_B, (columns * depth + LANES) * 4);

        for (int64_t jc = n.begin; jc < n.end; jc += ColumnsOfBlock)
            for (int64_t pc = 0; pc < call.k; pc += Kernel::KC) {
                int64_t k = least(Kernel::KC, call.k - pc), jend = least(jc + ColumnsOfBlock, n.end);
                int64_t words = round_up(k, Kernel::KStep) / Kernel::KPerWord;
                for (int64_t j = jc; j < jend; j += Kernel::NR)
                    Kernel::pack_b(packed_b + (j - jc) * words, b, j, least(Kernel::NR, jend - j), pc, k);
                for (int64_t ic = m.begin; ic < m.end; ic += RowsOfBlock) {
                    int64_t iend = least(ic + RowsOfBlock, m.end);
                    for (int64_t i = ic; i < iend; i += Kernel::MR)
                        Kernel::pack_a(packed_a + (i - ic) * words, a, i, least(Kernel::MR, iend - i), pc, k);
                    for (int64_t j = jc; j < jend; j += Kernel::NR)
                        for (int64_t i = ic; i < iend; i += Kernel::MR) {
                            int64_t tile_rows = least(Kernel::MR, iend - i), tile_columns = least(Kernel::NR, jend - j);
                            tile(call, packed_a + (i - ic) * words, packed_b + (j - jc) * words, words, i, j, tile_rows,
                                 tile_columns, pc > 0 || call.accumulate);
                            if (call.epilogue && pc + k == call.k) finish_tile(call, i, j, tile_rows, tile_columns);
                        }
                }
            }
    }

    // Every thread has a rectangle of the result, as square as the number of threads allows.
    static void run(const GemmCall* call) {
        int threads = kernel_threads();
        if (call->m * call->n * call->k < 1 << 19) threads = 1;
        int across = 1;
        for (int n = 1; n <= threads; n++)
            if (threads % n == 0 && call->m * n + call->n * (threads / n) < call->m * across + call->n * (threads / across))
                across = n;
        int down = threads / across;
#pragma omp parallel for num_threads(threads) schedule(static, 1) if (threads > 1)
        for (int t = 0; t < threads; t++) {
            Kernel::begin();
            multiply(*call, part(call->m, Kernel::MR, t / across, down), part(call->n, Kernel::NR, t % across, across));
            Kernel::end();
        }
    }
};

}  // namespace
