// bf16 products on CPUs with AMX: 2 x 2 tile registers of 16 x 16 fp32 sums.
#include "gemm_bfloat16.h"

namespace {

struct AmxKernel {
    static constexpr int64_t MR = 32, NR = 32, KC = 512, KStep = 32, KPerWord = 2;
    static constexpr int64_t WordsOfTileRow = 16;

    // Palette 1: all eight tiles with 16 rows of 64 bytes.
    static void begin() {
        struct {
            uint8_t palette, start_row, reserved[14];
            uint16_t bytes_of_row[16];
            uint8_t rows[16];
        } tiles = {};
        tiles.palette = 1;
        for (int i = 0; i < 8; i++) tiles.bytes_of_row[i] = 64, tiles.rows[i] = 16;
        _tile_loadconfig(&tiles);
    }

    static void end() { _tile_release(); }

    // a: for every 16 words of k, 32 rows of 16 words: two tiles one behind the other.
    static void pack_a(uint32_t* panel, const Operand& a, int64_t row, int64_t rows, int64_t k0, int64_t k) {
        for (int64_t p = 0; p < k; p += KStep, panel += MR * WordsOfTileRow)
            for (int64_t group = 0; group < MR; group += LANES) {
                Ints block[LANES];
                int64_t used = least(LANES, rows - group), values = least(KStep, k - p);
                if (a.k_contiguous) {
#pragma GCC unroll 16
                    for (int r = 0; r < LANES; r++)
                        block[r] = r < used ? load_pairs(a.at(row + group + r, k0 + p), values) : Ints{};
                } else {
                    auto at = [&](int64_t kk) {
                        return used <= 0 || kk >= values ? Floats{} : load_lanes(a.at(row + group, k0 + p + kk), used);
                    };
#pragma GCC unroll 16
                    for (int r = 0; r < LANES; r++) block[r] = row_pairs(at(2 * r), at(2 * r + 1));
                    transpose(block);
                }
                memcpy(panel + group * WordsOfTileRow, block, sizeof block);
            }
    }

    static void pack_b(uint32_t* panel, const Operand& b, int64_t row, int64_t rows, int64_t k0, int64_t k) {
        pack_pairs<NR, KStep>(panel, b, row, rows, k0, k);
    }

    static void run(int64_t words, const uint32_t* a, const uint32_t* b, float* c, int64_t ldc, bool add) {
        const int64_t row_of_c = ldc * 4;
        float *c10 = c + 16 * ldc;
        for (int i = 0; i < MR; i++) __builtin_prefetch(c + i * ldc, 1), __builtin_prefetch(c + i * ldc + 16, 1);
        if (add) {
            _tile_loadd(0, c, row_of_c);
            _tile_loadd(1, c + 16, row_of_c);
            _tile_loadd(2, c10, row_of_c);
            _tile_loadd(3, c10 + 16, row_of_c);
        } else {
            _tile_zero(0);
            _tile_zero(1);
            _tile_zero(2);
            _tile_zero(3);
        }
        for (int64_t p = 0; p < words; p += WordsOfTileRow, a += MR * WordsOfTileRow, b += NR * WordsOfTileRow) {
            _tile_loadd(4, a, 64);
            _tile_loadd(5, a + 16 * WordsOfTileRow, 64);
            _tile_loadd(6, b, NR * 4);
            _tile_loadd(7, b + 16, NR * 4);
            _tile_dpbf16ps(0, 4, 6);
            _tile_dpbf16ps(1, 4, 7);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
        }
        _tile_stored(0, c, row_of_c);
        _tile_stored(1, c + 16, row_of_c);
        _tile_stored(2, c10, row_of_c);
        _tile_stored(3, c10 + 16, row_of_c);
    }
};

}  // namespace

void amx_gemm(const GemmCall* call) { Gemm<AmxKernel>::run(call); }
