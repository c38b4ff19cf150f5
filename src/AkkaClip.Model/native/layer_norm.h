// Layer norm of rows, and the gradient.
#pragma once
#include "columns.h"

namespace {

void layer_norm_row(const float* x, const float* weight, const float* bias, float mean, float rstd, float* y, int64_t width) {
    for_lanes(width, [&](int64_t j, int64_t n) {
        Floats normal = (load_lanes(x + j, n) - mean) * rstd;
        store_lanes(y + j, normal * load_lanes(weight + j, n) + load_lanes(bias + j, n), n);
    });
}

void layer_norm_forward(const float* x, const float* weight, const float* bias, float* y, float* mean, float* rstd,
                        int64_t rows, int64_t width, float epsilon) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t i = 0; i < rows; i++) {
        const float* row = x + i * width;
        Floats sum{};
        for_lanes(width, [&](int64_t j, int64_t n) { sum += load_lanes(row + j, n); });
        float m = sum_lanes(sum) / (float)width;
        Floats squares{};
        for_lanes(width, [&](int64_t j, int64_t n) {
            Floats d = load_lanes(row + j, n) - m;
            if (n < LANES) d = lanes_below(n) ? d : Floats{};
            squares += d * d;
        });
        float r = 1.0f / __builtin_sqrtf(sum_lanes(squares) / (float)width + epsilon);
        if (mean) mean[i] = m, rstd[i] = r;
        layer_norm_row(row, weight, bias, m, r, y + i * width, width);
    }
}

void layer_norm_repeat(const float* x, const float* weight, const float* bias, const float* mean, const float* rstd, float* y,
                       int64_t rows, int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t i = 0; i < rows; i++) layer_norm_row(x + i * width, weight, bias, mean[i], rstd[i], y + i * width, width);
}

// With n = (x - mean) rstd and g = grad_y weight: grad_x = rstd (g - mean(g) - n mean(g n)).
void layer_norm_backward(const float* grad_y, const float* x, const float* weight, const float* mean, const float* rstd,
                         float* grad_x, float* grad_weight, float* grad_bias, int64_t rows, int64_t width,
                         int32_t accumulate) {
    PartialSums sums(rows, grad_weight ? 2 * width : 0);
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t chunk = 0; chunk < sums.chunks; chunk++) {
        float* sum_weight = sums.of(chunk);
        for (int64_t i = sums.first_row(chunk); i < sums.first_row(chunk + 1); i++) {
            const float *g = grad_y + i * width, *xi = x + i * width;
            float *out = grad_x + i * width, m = mean[i], r = rstd[i];
            Floats mean_g{}, mean_gn{};
            for_lanes(width, [&](int64_t j, int64_t n) {
                Floats dy = load_lanes(g + j, n), normal = (load_lanes(xi + j, n) - m) * r;
                Floats gw = dy * load_lanes(weight + j, n);
                mean_g += gw;
                mean_gn += gw * normal;
                if (!grad_weight) return;
                float *sw = sum_weight + j, *sb = sum_weight + width + j;
                store_lanes(sw, load_lanes(sw, n) + dy * normal, n);
                store_lanes(sb, load_lanes(sb, n) + dy, n);
            });
            float a = sum_lanes(mean_g) / (float)width, b = sum_lanes(mean_gn) / (float)width;
            for_lanes(width, [&](int64_t j, int64_t n) {
                Floats normal = (load_lanes(xi + j, n) - m) * r;
                Floats dx = (load_lanes(g + j, n) * load_lanes(weight + j, n) - a - normal * b) * r;
                store_lanes(out + j, accumulate ? load_lanes(out + j, n) + dx : dx, n);
            });
        }
    }
    if (!grad_weight) return;
    sums.add_to(grad_weight, 0, width);
    sums.add_to(grad_bias, width, width);
}

}  // namespace
