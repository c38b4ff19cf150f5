// What the translation units of all instruction sets share. Nothing here is inline (see simd.h).
#pragma once
#include <stddef.h>
#include "akkaclip_kernels.h"

// Threads of the calling thread's kernels.
int kernel_threads();

// A buffer of at least so many bytes, 64-byte aligned, of the calling thread's own; a later call for the slot ends it.
enum ScratchSlot { SCRATCH_PACKED_A, SCRATCH_PACKED_B, SCRATCH_WORK, SCRATCH_PARTIAL, SCRATCH_SLOTS };
void* kernel_scratch(ScratchSlot slot, size_t bytes);

// The kernels of one instruction set.
struct KernelTable {
    const char* name;
    void (*gemm)(const GemmCall*);
    void (*layer_norm_forward)(const float*, const float*, const float*, float*, float*, float*, int64_t, int64_t, float);
    void (*layer_norm_repeat)(const float*, const float*, const float*, const float*, const float*, float*, int64_t, int64_t);
    void (*layer_norm_backward)(const float*, const float*, const float*, const float*, const float*, float*, float*, float*,
                                int64_t, int64_t, int32_t);
    void (*attention_forward)(const AttentionCall*);
    void (*attention_backward)(const AttentionCall*);
    void (*column_sum)(const float*, float*, int64_t, int64_t, int64_t);
    void (*layer_scale_backward)(const float*, const float*, const float*, float*, float*, int64_t, int64_t);
    void (*gather_rows)(const float*, const int32_t*, float*, int64_t, int64_t);
    void (*scatter_add_rows)(const float*, const int32_t*, float*, int64_t, int64_t);
    void (*patch_mean_forward)(const float*, const int32_t*, const int32_t*, float*, int64_t, int64_t);
    void (*patch_mean_backward)(const float*, const int32_t*, const int32_t*, float*, int64_t, int64_t);
    void (*patches_from_bytes)(const uint8_t*, const float*, const float*, const int32_t*, float*, int64_t, int64_t, int64_t,
                               int64_t);
    void (*image_tokens_forward)(const float*, const int32_t*, const float*, const float*, float*, int64_t, int64_t, int64_t);
    void (*image_tokens_backward)(const float*, const int32_t*, float*, float*, float*, int64_t, int64_t, int64_t);
    void (*text_tokens_forward)(const float*, const float*, const int32_t*, const int32_t*, float*, int64_t, int64_t);
    void (*add_rows_by_key)(const float*, const int32_t*, const int32_t*, float*, int64_t, int64_t);
    double (*sum_of_squares)(const float*, int64_t);
    void (*adamw)(float*, float*, float*, float*, int64_t, const AdamWCall*);
};

extern const KernelTable baseline_kernels;
#if defined(AKKACLIP_X86)
extern const KernelTable avx2_kernels;
extern const KernelTable avx512_kernels;
void avx512_bf16_gemm(const GemmCall* call);
void amx_gemm(const GemmCall* call);
#endif
