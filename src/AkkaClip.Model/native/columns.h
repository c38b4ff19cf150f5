// Sums over rows: every chunk of rows has its own partial sums, which are added in the order of the chunks. The chunks
// depend on the number of rows alone, so that the result does not depend on the number of threads.
#pragma once
#include "runtime.h"
#include "simd.h"

namespace {

struct PartialSums {
    static constexpr int64_t MaxChunks = 32, LeastRows = 16;

    PartialSums(int64_t rows, int64_t columns) : rows(rows), columns(columns) {
        chunks = rows / LeastRows;
        chunks = chunks < 1 ? 1 : chunks > MaxChunks ? MaxChunks : chunks;
        size_t bytes = (size_t)(chunks * columns) * sizeof(float);
        sums = (float*)kernel_scratch(SCRATCH_PARTIAL, bytes + 64);
        memset(sums, 0, bytes);
    }

    int64_t first_row(int64_t chunk) const { return rows * chunk / chunks; }
    float* of(int64_t chunk) const { return sums + chunk * columns; }

    // target[j] += the sums of column first + j.
    void add_to(float* target, int64_t first, int64_t count) const {
        for (int64_t chunk = 0; chunk < chunks; chunk++)
            for_lanes(count, [&](int64_t j, int64_t n) {
                store_lanes(target + j, load_lanes(target + j, n) + load_lanes(of(chunk) + first + j, n), n);
            });
    }

    int64_t rows, columns, chunks;
    float* sums;
};

void column_sum(const float* x, float* sum, int64_t rows, int64_t columns, int64_t ld) {
    PartialSums sums(rows, columns);
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t chunk = 0; chunk < sums.chunks; chunk++)
        for (int64_t i = sums.first_row(chunk); i < sums.first_row(chunk + 1); i++)
            for_lanes(columns, [&](int64_t j, int64_t n) {
                float* s = sums.of(chunk) + j;
                store_lanes(s, load_lanes(s, n) + load_lanes(x + i * ld + j, n), n);
            });
    sums.add_to(sum, 0, columns);
}

void layer_scale_backward(const float* x, const float* branch, const float* scale, float* y, float* grad_scale, int64_t rows,
                          int64_t columns) {
    PartialSums sums(rows, columns);
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t chunk = 0; chunk < sums.chunks; chunk++)
        for (int64_t i = sums.first_row(chunk); i < sums.first_row(chunk + 1); i++)
            for_lanes(columns, [&](int64_t j, int64_t n) {
                Floats v = load_lanes(x + i * columns + j, n);
                float* s = sums.of(chunk) + j;
                store_lanes(s, load_lanes(s, n) + v * load_lanes(branch + i * columns + j, n), n);
                store_lanes(y + i * columns + j, v * load_lanes(scale + j, n), n);
            });
    if (grad_scale) sums.add_to(grad_scale, 0, columns);
}

}  // namespace
