// Whole-buffer passes of the optimizer.
#pragma once
#include "runtime.h"
#include "simd.h"

namespace {

// Values a partial sum covers: fixed, so that the sum does not depend on the number of threads.
constexpr int64_t SumChunk = 1 << 16;

double sum_of_squares(const float* x, int64_t n) {
    const int64_t chunks = (n + SumChunk - 1) / SumChunk;
    auto* partial = (double*)kernel_scratch(SCRATCH_PARTIAL, (size_t)(chunks + 1) * sizeof(double));
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t c = 0; c < chunks; c++) {
        const int64_t end = (c + 1) * SumChunk < n ? (c + 1) * SumChunk : n;
        double lane[16] = {};
        int64_t i = c * SumChunk;
        for (; i + 16 <= end; i += 16)
            for (int l = 0; l < 16; l++) lane[l] += (double)x[i + l] * x[i + l];
        for (; i < end; i++) lane[0] += (double)x[i] * x[i];
        partial[c] = 0;
        for (double sum : lane) partial[c] += sum;
    }
    double sum = 0;
    for (int64_t c = 0; c < chunks; c++) sum += partial[c];
    return sum;
}

inline Floats square_root(Floats x) {
#if LANES == 16
    return (Floats)_mm512_sqrt_ps((__m512)x);
#else
    for (int i = 0; i < LANES; i++) x[i] = __builtin_sqrtf(x[i]);
    return x;
#endif
}

// Decay before the update, epsilon outside the root (Loshchilov and Hutter, "Decoupled weight decay", as PyTorch does it).
void adamw(float* parameter, float* gradient, float* first, float* second, int64_t n, const AdamWCall* call) {
    const AdamWCall o = *call;
    const float keep = (float)(1.0 - (double)o.learning_rate * o.weight_decay);
    const float step = (float)(o.learning_rate / o.bias1), root = (float)(1.0 / __builtin_sqrt(o.bias2));
    constexpr int64_t Block = 4096;
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t block = 0; block < n; block += Block)
        for_lanes(block + Block < n ? Block : n - block, [&](int64_t j, int64_t count) {
            const int64_t i = block + j;
            Floats g = load_lanes(gradient + i, count) * o.gradient_scale;
            Floats m = load_lanes(first + i, count), v = load_lanes(second + i, count);
            m = m + (g - m) * (1.0f - o.beta1);
            v = v * o.beta2 + g * g * (1.0f - o.beta2);
            store_lanes(first + i, m, count);
            store_lanes(second + i, v, count);
            Floats p = load_lanes(parameter + i, count) * keep;
            store_lanes(parameter + i, p - m / (square_root(v) * root + o.epsilon) * step, count);
            if (o.zero_gradient) store_lanes(gradient + i, Floats{}, count);
        });
}

}  // namespace
