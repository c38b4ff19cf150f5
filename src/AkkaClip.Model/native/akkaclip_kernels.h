// The C ABI of AkkaClip's fused CPU kernels. Stateless: every buffer belongs to the caller.
//
// Matrices are row-major fp32. T = rows of packed tokens, W = width, H = heads, D = head width.
// No kernel allocates what outlives it, except a scratch buffer a thread. All results are independent of timing, and
// those of a given instruction set do not depend on the number of threads either.
#pragma once
#include <stdint.h>

#if defined(__GNUC__)
#define AKKACLIP_API __attribute__((visibility("default")))
#else
#define AKKACLIP_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum { AKKACLIP_ABI_VERSION = 2 };

enum { ACTIVATION_NONE = 0, ACTIVATION_GELU = 1, ACTIVATION_QUICK_GELU = 2 };
enum { PRECISION_FLOAT32 = 0, PRECISION_BFLOAT16 = 1 };

// What happens to a finished tile of a matrix product while it is still in the cache. In this order:
//   v += bias[n];
//   activation, forward:   saved = v; v = act(v)
//   activation, gradient:  v *= act'(saved); saved = act(saved)       (gradient != 0; saved turns into the forward's output)
//   scale:                 saved = v; v *= scale[n]                   (saved may be null)
//   v += residual[m, n]
// Null pointers switch their line off. saved and residual are [m, n] with row stride ld.
typedef struct {
    const float* bias;
    const float* scale;
    const float* residual;
    float* saved;
    int64_t ld;
    int32_t activation;
    int32_t gradient;
} GemmEpilogue;

// c[m, n] = a b (accumulate: c += a b), then the epilogue (null: none).
// a is [m, k] with row stride lda, or, where transpose_a, stored as [k, m]; likewise b is [k, n], or stored as [n, k].
// PRECISION_BFLOAT16 rounds a and b to bf16 while packing them; sums and c stay fp32.
typedef struct {
    const float* a;
    const float* b;
    float* c;
    const GemmEpilogue* epilogue;
    int64_t m, n, k;
    int64_t lda, ldb, ldc;
    int32_t transpose_a, transpose_b, accumulate, precision;
} GemmCall;

// Attention of packed sequences: sequence s has queries query_start[s] .. + query_length[s] and keys key_start[s] .. +
// key_length[s]; causal: query i sees keys 0..i. Rows of q, k, v and of the output have their own strides, so that they
// may be views of one projection. lse [number of queries, H] keeps the logarithm of each row's softmax denominator.
typedef struct {
    const float* q;
    const float* k;
    const float* v;
    float* out;
    float* lse;
    const int32_t* query_start;
    const int32_t* query_length;
    const int32_t* key_start;
    const int32_t* key_length;
    int64_t ldq, ldk, ldv, ldout;
    int32_t sequences, heads, head_width, causal;
    // Backward only: the gradient of out (row stride ldout), and where the gradients go, which have the strides of q, k, v.
    const float* grad_out;
    float* grad_q;
    float* grad_k;
    float* grad_v;
} AttentionCall;

typedef struct {
    float learning_rate, beta1, beta2, epsilon;
    float weight_decay;
    float gradient_scale;   // the clip factor
    double bias1, bias2;    // 1 - beta^t
    int32_t zero_gradient;  // the gradient is zero afterwards
} AdamWCall;

AKKACLIP_API int32_t akkaclip_abi_version(void);
// The instruction set in use: "avx512", "avx2" or "baseline"; and that of bf16 products: "amx", "avx512_bf16" or "none".
AKKACLIP_API const char* akkaclip_instruction_set(void);
AKKACLIP_API const char* akkaclip_bfloat16_unit(void);
// Threads of the kernels that the calling thread runs from now on; every calling thread has its own number; 0: one a core.
AKKACLIP_API void akkaclip_set_threads(int32_t threads);

AKKACLIP_API void akkaclip_gemm(const GemmCall* call);

// y = (x - mean) * rstd * weight + bias; mean and rstd [rows] are kept for the gradient (null: not kept).
AKKACLIP_API void akkaclip_layer_norm_forward(const float* x, const float* weight, const float* bias, float* y, float* mean,
                                              float* rstd, int64_t rows, int64_t width, float epsilon);
// y again, from what was kept.
AKKACLIP_API void akkaclip_layer_norm_repeat(const float* x, const float* weight, const float* bias, const float* mean,
                                             const float* rstd, float* y, int64_t rows, int64_t width);
// grad_x (accumulate: +=) and, unless null, grad_weight += and grad_bias +=.
AKKACLIP_API void akkaclip_layer_norm_backward(const float* grad_y, const float* x, const float* weight, const float* mean,
                                               const float* rstd, float* grad_x, float* grad_weight, float* grad_bias,
                                               int64_t rows, int64_t width, int32_t accumulate);

AKKACLIP_API void akkaclip_attention_forward(const AttentionCall* call);
AKKACLIP_API void akkaclip_attention_backward(const AttentionCall* call);

// sum[n] += column sums of x [rows, n].
AKKACLIP_API void akkaclip_column_sum(const float* x, float* sum, int64_t rows, int64_t n, int64_t ld);
// y = x * scale[n], and grad_scale[n] += column sums of x * branch: the gradient of LayerScale.
AKKACLIP_API void akkaclip_layer_scale_backward(const float* x, const float* branch, const float* scale, float* y,
                                                float* grad_scale, int64_t rows, int64_t n);
// y[i] = x[index[i]], and its gradient y[index[i]] += x[i] (no index twice).
AKKACLIP_API void akkaclip_gather_rows(const float* x, const int32_t* index, float* y, int64_t rows, int64_t width);
AKKACLIP_API void akkaclip_scatter_add_rows(const float* x, const int32_t* index, float* y, int64_t rows, int64_t width);

// y[s] = mean of the rows of sequence s behind its first one: x[start[s] + 1 .. start[s] + length[s]); and its gradient,
// which is 0 for the first row.
AKKACLIP_API void akkaclip_patch_mean_forward(const float* x, const int32_t* start, const int32_t* length, float* y,
                                              int64_t sequences, int64_t width);
AKKACLIP_API void akkaclip_patch_mean_backward(const float* grad_y, const int32_t* start, const int32_t* length, float* grad_x,
                                               int64_t sequences, int64_t width);

// columns[b * kept, 3 p p] = the patches of pixels [b, 3, s, s] (bytes), (pixel / 255 - mean) / std a channel.
// patch [b * kept] numbers the patches that are computed, row by row of the picture.
AKKACLIP_API void akkaclip_patches_from_bytes(const uint8_t* pixels, const float* mean, const float* std_deviation,
                                              const int32_t* patch, float* columns, int64_t batch, int64_t size,
                                              int64_t patch_size, int64_t kept);
// x[b, 0] = class_token + position[0]; x[b, 1 + j] = patches[b, j] + position[1 + patch[b, j]].
AKKACLIP_API void akkaclip_image_tokens_forward(const float* patches, const int32_t* patch, const float* class_token,
                                                const float* position, float* x, int64_t batch, int64_t kept, int64_t width);
// The gradients of class token and positions (+=), and the rows of patches again for the projection's gradient.
AKKACLIP_API void akkaclip_image_tokens_backward(const float* grad_x, const int32_t* patch, float* grad_patches,
                                                 float* grad_class_token, float* grad_position, int64_t batch, int64_t kept,
                                                 int64_t width);
// x[t] = embedding[token[t]] + position[place[t]].
AKKACLIP_API void akkaclip_text_tokens_forward(const float* embedding, const float* position, const int32_t* token,
                                               const int32_t* place, float* x, int64_t rows, int64_t width);
// grad[key[order[i]]] += x[order[i]]; order sorts the rows by key, so that the sum's order is defined.
AKKACLIP_API void akkaclip_add_rows_by_key(const float* x, const int32_t* key, const int32_t* order, float* grad,
                                           int64_t rows, int64_t width);

// Sum of squares, in double precision.
AKKACLIP_API double akkaclip_sum_of_squares(const float* x, int64_t n);
// PyTorch's AdamW in one pass over parameter, gradient and both moments.
AKKACLIP_API void akkaclip_adamw(float* parameter, float* gradient, float* first, float* second, int64_t n,
                                 const AdamWCall* call);

#ifdef __cplusplus
}
#endif
