// Choice of the instruction set, threads, scratch memory, and the C ABI. Compiled for any CPU of the architecture.
#include "runtime.h"
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#if defined(AKKACLIP_X86)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace {

struct Scratch {
    void* data[SCRATCH_SLOTS] = {};
    size_t bytes[SCRATCH_SLOTS] = {};

    ~Scratch() {
        for (void* p : data) free(p);
    }
};

thread_local Scratch scratch;
thread_local int threads = 0;

struct Choice {
    const KernelTable* table = &baseline_kernels;
    void (*bfloat16)(const GemmCall*) = nullptr;
    const char* bfloat16_unit = "none";
};

#if defined(AKKACLIP_X86)
// Linux gives a process the large state of AMX only when asked.
bool amx_is_granted() {
    const int request_permission = 0x1023, tile_data = 18;
    return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

bool cpu_has_amx() {
    unsigned a = 7, b = 0, c = 0, d = 0;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    const unsigned bf16 = 1u << 22, tile = 1u << 24;
    return (d & bf16) && (d & tile);
}

bool cpu_has_avx512_bf16() {
    unsigned a = 7, b = 0, c = 1, d = 0;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return a & (1u << 5);
}
#endif

// AKKACLIP_MAX_ISA=baseline|avx2|avx512|avx512_bf16 holds the choice below what the CPU has, for tests and comparisons.
Choice choose() {
    Choice choice;
#if defined(AKKACLIP_X86)
    const char* limit = getenv("AKKACLIP_MAX_ISA");
    auto allowed = [&](const char* below) { return !limit || !strstr(below, limit); };
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !allowed("baseline")) return choice;
    choice.table = &avx2_kernels;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl") || !allowed("avx2"))
        return choice;
    choice.table = &avx512_kernels;
    if (!cpu_has_avx512_bf16() || (limit && !strcmp(limit, "avx512"))) return choice;
    choice.bfloat16 = avx512_bf16_gemm;
    choice.bfloat16_unit = "avx512_bf16";
    if (!cpu_has_amx() || (limit && !strcmp(limit, "avx512_bf16")) || !amx_is_granted()) return choice;
    choice.bfloat16 = amx_gemm;
    choice.bfloat16_unit = "amx";
#endif
    return choice;
}

const Choice& chosen() {
    static const Choice choice = choose();
    return choice;
}

const KernelTable& kernels() { return *chosen().table; }

}  // namespace

int kernel_threads() { return threads > 0 ? threads : omp_get_num_procs(); }

void* kernel_scratch(ScratchSlot slot, size_t bytes) {
    if (scratch.bytes[slot] < bytes) {
        free(scratch.data[slot]);
        scratch.bytes[slot] = (bytes + 4095) / 4096 * 4096;
        scratch.data[slot] = aligned_alloc(64, scratch.bytes[slot]);
        if (!scratch.data[slot]) abort();  // a few MiB: the process has no memory left at all
    }
    return scratch.data[slot];
}

extern "C" {

int32_t akkaclip_abi_version(void) { return AKKACLIP_ABI_VERSION; }
const char* akkaclip_instruction_set(void) { return kernels().name; }
const char* akkaclip_bfloat16_unit(void) { return chosen().bfloat16_unit; }
void akkaclip_set_threads(int32_t count) { threads = count; }

void akkaclip_gemm(const GemmCall* call) {
    if (call->precision == PRECISION_BFLOAT16 && chosen().bfloat16) chosen().bfloat16(call);
    else kernels().gemm(call);
}

void akkaclip_layer_norm_forward(const float* x, const float* weight, const float* bias, float* y, float* mean, float* rstd,
                                 int64_t rows, int64_t width, float epsilon) {
    kernels().layer_norm_forward(x, weight, bias, y, mean, rstd, rows, width, epsilon);
}

void akkaclip_layer_norm_repeat(const float* x, const float* weight, const float* bias, const float* mean, const float* rstd,
                                float* y, int64_t rows, int64_t width) {
    kernels().layer_norm_repeat(x, weight, bias, mean, rstd, y, rows, width);
}

void akkaclip_layer_norm_backward(const float* grad_y, const float* x, const float* weight, const float* mean,
                                  const float* rstd, float* grad_x, float* grad_weight, float* grad_bias, int64_t rows,
                                  int64_t width, int32_t accumulate) {
    kernels().layer_norm_backward(grad_y, x, weight, mean, rstd, grad_x, grad_weight, grad_bias, rows, width, accumulate);
}

void akkaclip_attention_forward(const AttentionCall* call) { kernels().attention_forward(call); }
void akkaclip_attention_backward(const AttentionCall* call) { kernels().attention_backward(call); }

void akkaclip_column_sum(const float* x, float* sum, int64_t rows, int64_t n, int64_t ld) {
    kernels().column_sum(x, sum, rows, n, ld);
}

void akkaclip_layer_scale_backward(const float* x, const float* branch, const float* scale, float* y, float* grad_scale,
                                   int64_t rows, int64_t n) {
    kernels().layer_scale_backward(x, branch, scale, y, grad_scale, rows, n);
}

void akkaclip_gather_rows(const float* x, const int32_t* index, float* y, int64_t rows, int64_t width) {
    kernels().gather_rows(x, index, y, rows, width);
}

void akkaclip_scatter_add_rows(const float* x, const int32_t* index, float* y, int64_t rows, int64_t width) {
    kernels().scatter_add_rows(x, index, y, rows, width);
}

void akkaclip_patch_mean_forward(const float* x, const int32_t* start, const int32_t* length, float* y, int64_t sequences,
                                 int64_t width) {
    kernels().patch_mean_forward(x, start, length, y, sequences, width);
}

void akkaclip_patch_mean_backward(const float* grad_y, const int32_t* start, const int32_t* length, float* grad_x,
                                  int64_t sequences, int64_t width) {
    kernels().patch_mean_backward(grad_y, start, length, grad_x, sequences, width);
}

void akkaclip_patches_from_bytes(const uint8_t* pixels, const float* mean, const float* std_deviation, const int32_t* patch,
                                 float* columns, int64_t batch, int64_t size, int64_t patch_size, int64_t kept) {
    kernels().patches_from_bytes(pixels, mean, std_deviation, patch, columns, batch, size, patch_size, kept);
}

void akkaclip_image_tokens_forward(const float* patches, const int32_t* patch, const float* class_token,
                                   const float* position, float* x, int64_t batch, int64_t kept, int64_t width) {
    kernels().image_tokens_forward(patches, patch, class_token, position, x, batch, kept, width);
}

void akkaclip_image_tokens_backward(const float* grad_x, const int32_t* patch, float* grad_patches, float* grad_class_token,
                                    float* grad_position, int64_t batch, int64_t kept, int64_t width) {
    kernels().image_tokens_backward(grad_x, patch, grad_patches, grad_class_token, grad_position, batch, kept, width);
}

void akkaclip_text_tokens_forward(const float* embedding, const float* position, const int32_t* token, const int32_t* place,
                                  float* x, int64_t rows, int64_t width) {
    kernels().text_tokens_forward(embedding, position, token, place, x, rows, width);
}

void akkaclip_add_rows_by_key(const float* x, const int32_t* key, const int32_t* order, float* grad, int64_t rows,
                              int64_t width) {
    kernels().add_rows_by_key(x, key, order, grad, rows, width);
}

double akkaclip_sum_of_squares(const float* x, int64_t n) { return kernels().sum_of_squares(x, n); }

void akkaclip_adamw(float* parameter, float* gradient, float* first, float* second, int64_t n, const AdamWCall* call) {
    kernels().adamw(parameter, gradient, first, second, n, call);
}

}  // extern "C"
