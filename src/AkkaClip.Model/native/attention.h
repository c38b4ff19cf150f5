// Softmax attention of short sequences. A head of a sequence is a few matrix products that stay in the cache, done by one
// thread; probabilities are not kept but made again from lse in the backward pass (Dao et al., "FlashAttention", 2022).
#pragma once
#include "gemm_float32.h"

namespace {

struct Head {
    int64_t first_query, queries, first_key, keys, column;
    int index;

    Head(const AttentionCall& call, int64_t item) {
        int64_t s = item / call.heads;
        index = (int)(item % call.heads);
        column = (int64_t)index * call.head_width;
        first_query = call.query_start[s];
        queries = call.query_length[s];
        first_key = call.key_start[s];
        keys = call.key_length[s];
    }

    float* of_queries(float* x, int64_t ld) const { return x + first_query * ld + column; }
    float* of_keys(float* x, int64_t ld) const { return x + first_key * ld + column; }
    const float* of_queries(const float* x, int64_t ld) const { return x + first_query * ld + column; }
    const float* of_keys(const float* x, int64_t ld) const { return x + first_key * ld + column; }
};

struct Matrix {
    const float* data;
    int64_t ld;
    bool transposed;
};

// c = a b, by the calling thread.
void product(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t ldc) {
    GemmCall call = {};
    call.a = a.data, call.lda = a.ld, call.transpose_a = a.transposed;
    call.b = b.data, call.ldb = b.ld, call.transpose_b = b.transposed;
    call.c = c, call.ldc = ldc;
    call.m = m, call.n = n, call.k = k;
    Gemm<Float32Kernel>::multiply(call, {0, m}, {0, n});
}

// score <- exp(scale score - lse) where the row is allowed to look, 0 elsewhere.
inline int64_t visible_keys(const AttentionCall& call, const Head& head, int64_t query) {
    return call.causal ? query + 1 : head.keys;
}

// Turns a row of scores into probabilities; returns the logarithm of the denominator.
float softmax_row(float* row, int64_t visible, int64_t all, float scale) {
    Floats top = broadcast(-3.0e38f);
    for_lanes(visible, [&](int64_t j, int64_t n) {
        Floats v = load_lanes(row + j, n) * scale;
        top = maximum(top, n == LANES ? v : lanes_below(n) ? v : top);
    });
    float lane[LANES], highest;
    store(lane, top);
    highest = lane[0];
    for (int i = 1; i < LANES; i++) highest = lane[i] > highest ? lane[i] : highest;

    Floats sum{};
    for_lanes(visible, [&](int64_t j, int64_t n) {
        Floats e = exponential(load_lanes(row + j, n) * scale - highest);
        if (n < LANES) e = lanes_below(n) ? e : Floats{};
        store_lanes(row + j, e, n);
        sum += e;
    });
    float total = sum_lanes(sum), inverse = 1.0f / total;
    for_lanes(visible, [&](int64_t j, int64_t n) { store_lanes(row + j, load_lanes(row + j, n) * inverse, n); });
    memset(row + visible, 0, (size_t)(all - visible) * sizeof(float));
    return highest + __builtin_logf(total);
}

void attention_forward(const AttentionCall* whole) {
    const AttentionCall& call = *whole;
    const float scale = 1.0f / __builtin_sqrtf((float)call.head_width);
#pragma omp parallel for num_threads(kernel_threads()) schedule(dynamic, 4)
    for (int64_t item = 0; item < (int64_t)call.sequences * call.heads; item++) {
        Head head(call, item);
        auto* p = (float*)kernel_scratch(SCRATCH_WORK, head.queries * head.keys * sizeof(float));
        product(head.queries, head.keys, call.head_width, {head.of_queries(call.q, call.ldq), call.ldq, false},
                {head.of_keys(call.k, call.ldk), call.ldk, true}, p, head.keys);
        for (int64_t i = 0; i < head.queries; i++) {
            float lse = softmax_row(p + i * head.keys, visible_keys(call, head, i), head.keys, scale);
            if (call.lse) call.lse[(head.first_query + i) * call.heads + head.index] = lse;
        }
        product(head.queries, call.head_width, head.keys, {p, head.keys, false},
                {head.of_keys(call.v, call.ldv), call.ldv, false}, head.of_queries(call.out, call.ldout), call.ldout);
    }
}

// p holds scores, dp the gradient of the probabilities. Leaves the probabilities in p and the scores' gradient,
// p (dp - sum_j p dp) scale, in dp.
void score_gradient_row(float* p, float* dp, int64_t visible, int64_t all, float lse, float scale) {
    Floats sum{};
    for_lanes(visible, [&](int64_t j, int64_t n) {
        Floats e = exponential(load_lanes(p + j, n) * scale - lse);
        if (n < LANES) e = lanes_below(n) ? e : Floats{};
        store_lanes(p + j, e, n);
        sum += e * load_lanes(dp + j, n);
    });
    float mean = sum_lanes(sum);
    for_lanes(visible, [&](int64_t j, int64_t n) {
        store_lanes(dp + j, load_lanes(p + j, n) * (load_lanes(dp + j, n) - mean) * scale, n);
    });
    memset(p + visible, 0, (size_t)(all - visible) * sizeof(float));
    memset(dp + visible, 0, (size_t)(all - visible) * sizeof(float));
}

void attention_backward(const AttentionCall* whole) {
    const AttentionCall& call = *whole;
    const float scale = 1.0f / __builtin_sqrtf((float)call.head_width);
#pragma omp parallel for num_threads(kernel_threads()) schedule(dynamic, 4)
    for (int64_t item = 0; item < (int64_t)call.sequences * call.heads; item++) {
        Head head(call, item);
        const int64_t d = call.head_width, queries = head.queries, keys = head.keys;
        auto* p = (float*)kernel_scratch(SCRATCH_WORK, 2 * queries * keys * sizeof(float));
        float* dp = p + queries * keys;
        Matrix q{head.of_queries(call.q, call.ldq), call.ldq, false}, k{head.of_keys(call.k, call.ldk), call.ldk, false};
        Matrix v{head.of_keys(call.v, call.ldv), call.ldv, true}, dout{head.of_queries(call.grad_out, call.ldout), call.ldout, false};
        product(queries, keys, d, q, {k.data, k.ld, true}, p, keys);
        product(queries, keys, d, dout, v, dp, keys);
        for (int64_t i = 0; i < queries; i++)
            score_gradient_row(p + i * keys, dp + i * keys, visible_keys(call, head, i), keys,
                               call.lse[(head.first_query + i) * call.heads + head.index], scale);
        product(queries, d, keys, {dp, keys, false}, k, head.of_queries(call.grad_q, call.ldq), call.ldq);
        product(keys, d, queries, {dp, keys, true}, q, head.of_keys(call.grad_k, call.ldk), call.ldk);
        product(keys, d, queries, {p, keys, true}, dout, head.of_keys(call.grad_v, call.ldv), call.ldv);
    }
}

}  // namespace
