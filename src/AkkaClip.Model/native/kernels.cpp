// All kernels, compiled once for every instruction set: KERNEL_TABLE names the set's table.
#include "attention.h"
#include "columns.h"
#include "gemm_float32.h"
#include "layer_norm.h"
#include "optimizer.h"
#include "tokens.h"

#define STRING_OF(x) #x
#define NAME_OF(x) STRING_OF(x)

extern const KernelTable KERNEL_TABLE = {
    NAME_OF(KERNEL_SET),
    Gemm<Float32Kernel>::run,
    layer_norm_forward,
    layer_norm_repeat,
    layer_norm_backward,
    attention_forward,
    attention_backward,
    column_sum,
    layer_scale_backward,
    gather_rows,
    scatter_add_rows,
    patch_mean_forward,
    patch_mean_backward,
    patches_from_bytes,
    image_tokens_forward,
    image_tokens_backward,
    text_tokens_forward,
    add_rows_by_key,
    sum_of_squares,
    adamw,
};
