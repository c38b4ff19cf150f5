// From pictures and token ids to rows of a transformer, and back.
#pragma once
#include "runtime.h"
#include "simd.h"

namespace {

inline void add_row(float* y, const float* x, int64_t width) {
    for_lanes(width, [&](int64_t j, int64_t n) { store_lanes(y + j, load_lanes(y + j, n) + load_lanes(x + j, n), n); });
}

inline void sum_rows(const float* a, const float* b, float* y, int64_t width) {
    for_lanes(width, [&](int64_t j, int64_t n) { store_lanes(y + j, load_lanes(a + j, n) + load_lanes(b + j, n), n); });
}

void gather_rows(const float* x, const int32_t* index, float* y, int64_t rows, int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t i = 0; i < rows; i++) memcpy(y + i * width, x + index[i] * width, (size_t)width * sizeof(float));
}

void scatter_add_rows(const float* x, const int32_t* index, float* y, int64_t rows, int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t i = 0; i < rows; i++) add_row(y + index[i] * width, x + i * width, width);
}

void patch_mean_forward(const float* x, const int32_t* start, const int32_t* length, float* y, int64_t sequences,
                        int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t s = 0; s < sequences; s++) {
        float* mean = y + s * width;
        memset(mean, 0, (size_t)width * sizeof(float));
        for (int64_t i = 1; i < length[s]; i++) add_row(mean, x + (start[s] + i) * width, width);
        for (int64_t j = 0; j < width; j++) mean[j] /= (float)(length[s] - 1);
    }
}

void patch_mean_backward(const float* grad_y, const int32_t* start, const int32_t* length, float* grad_x, int64_t sequences,
                         int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t s = 0; s < sequences; s++) {
        float* first = grad_x + start[s] * width;
        memset(first, 0, (size_t)width * sizeof(float));
        for (int64_t i = 1; i < length[s]; i++)
            for (int64_t j = 0; j < width; j++) first[i * width + j] = grad_y[s * width + j] / (float)(length[s] - 1);
    }
}

void patches_from_bytes(const uint8_t* pixels, const float* mean, const float* std_deviation, const int32_t* patch,
                        float* columns, int64_t batch, int64_t size, int64_t edge, int64_t kept) {
    const int64_t grid = size / edge;
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t t = 0; t < batch * kept; t++) {
        const uint8_t* corner = pixels + t / kept * 3 * size * size + (patch[t] / grid * size + patch[t] % grid) * edge;
        float* out = columns + t * 3 * edge * edge;
        for (int64_t c = 0; c < 3; c++) {
            const float centre = (float)(255.0 * mean[c]), scale = (float)(1.0 / (255.0 * std_deviation[c]));
            for (int64_t y = 0; y < edge; y++, out += edge) {
                const uint8_t* row = corner + (c * size + y) * size;
                for (int64_t x = 0; x < edge; x++) out[x] = ((float)row[x] - centre) * scale;
            }
        }
    }
}

void image_tokens_forward(const float* patches, const int32_t* patch, const float* class_token, const float* position,
                          float* x, int64_t batch, int64_t kept, int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t b = 0; b < batch; b++) {
        float* row = x + b * (kept + 1) * width;
        sum_rows(class_token, position, row, width);
        for (int64_t j = 0; j < kept; j++)
            sum_rows(patches + (b * kept + j) * width, position + (1 + patch[b * kept + j]) * width, row + (1 + j) * width, width);
    }
}

// Threads share the columns, not the rows: every sum is over the batch in order.
void image_tokens_backward(const float* grad_x, const int32_t* patch, float* grad_patches, float* grad_class_token,
                           float* grad_position, int64_t batch, int64_t kept, int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t column = 0; column < width; column += 4 * LANES) {
        const int64_t w = width - column < 4 * LANES ? width - column : 4 * LANES;
        for (int64_t b = 0; b < batch; b++) {
            const float* row = grad_x + b * (kept + 1) * width + column;
            if (grad_class_token) add_row(grad_class_token + column, row, w);
            if (grad_position) add_row(grad_position + column, row, w);
            for (int64_t j = 0; j < kept; j++) {
                row += width;
                memcpy(grad_patches + (b * kept + j) * width + column, row, (size_t)w * sizeof(float));
                if (grad_position) add_row(grad_position + (1 + patch[b * kept + j]) * width + column, row, w);
            }
        }
    }
}

void text_tokens_forward(const float* embedding, const float* position, const int32_t* token, const int32_t* place, float* x,
                         int64_t rows, int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t t = 0; t < rows; t++)
        sum_rows(embedding + token[t] * width, position + place[t] * width, x + t * width, width);
}

// A thread takes the runs of equal keys that begin in its part of the order.
void add_rows_by_key(const float* x, const int32_t* key, const int32_t* order, float* grad, int64_t rows, int64_t width) {
#pragma omp parallel for num_threads(kernel_threads()) schedule(static)
    for (int64_t i = 0; i < rows; i++) {
        if (i > 0 && key[order[i]] == key[order[i - 1]]) continue;
        for (int64_t j = i; j < rows && key[order[j]] == key[order[i]]; j++)
            add_row(grad + key[order[i]] * width, x + order[j] * width, width);
    }
}

}  // namespace
