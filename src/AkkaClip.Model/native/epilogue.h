// The work on a finished tile of a matrix product while it is in the cache; see GemmEpilogue.
#pragma once
#include "activation.h"
#include "runtime.h"

namespace {

template <class Activation>
inline __attribute__((always_inline)) Floats activate(const GemmEpilogue& e, float* saved, Floats v, int64_t count) {
    if (!e.gradient) {
        if (saved) store_lanes(saved, v, count);
        return Activation::value(v);
    }
    Floats slope, value = Activation::value_and_slope(load_lanes(saved, count), slope);
    store_lanes(saved, value, count);
    return v * slope;
}

template <class Apply>
inline __attribute__((always_inline)) void for_tile(const GemmCall& call, int64_t row, int64_t column, int64_t rows,
                                                    int64_t columns, Apply apply) {
    for (int64_t i = row; i < row + rows; i++)
        for_lanes(columns, [&](int64_t j, int64_t count) {
            float* c = call.c + i * call.ldc + column + j;
            store_lanes(c, apply(load_lanes(c, count), i, column + j, count), count);
        });
}

// The tile [rows, columns] of call.c that begins at (row, column).
void finish_tile(const GemmCall& call, int64_t row, int64_t column, int64_t rows, int64_t columns) {
    const GemmEpilogue& e = *call.epilogue;
    auto biased = [&](Floats v, int64_t j, int64_t count) { return e.bias ? v + load_lanes(e.bias + j, count) : v; };
    auto saved = [&](int64_t i, int64_t j) { return e.saved ? e.saved + i * e.ld + j : nullptr; };
    if (e.activation == ACTIVATION_GELU)
        for_tile(call, row, column, rows, columns, [&](Floats v, int64_t i, int64_t j, int64_t count) {
            return activate<Gelu>(e, saved(i, j), biased(v, j, count), count);
        });
    else if (e.activation == ACTIVATION_QUICK_GELU)
        for_tile(call, row, column, rows, columns, [&](Floats v, int64_t i, int64_t j, int64_t count) {
            return activate<QuickGelu>(e, saved(i, j), biased(v, j, count), count);
        });
    else
        for_tile(call, row, column, rows, columns, [&](Floats v, int64_t i, int64_t j, int64_t count) {
            v = biased(v, j, count);
            if (e.scale) {
                if (e.saved) store_lanes(saved(i, j), v, count);
                v *= load_lanes(e.scale + j, count);
            }
            return e.residual ? v + load_lanes(e.residual + i * e.ld + j, count) : v;
        });
}

}  // namespace
