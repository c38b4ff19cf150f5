using System.Runtime.InteropServices;

namespace AkkaClip.Model.Fused.Native;

/// <summary>The native kernels, one by one; shapes and meaning are in native/akkaclip_kernels.h.</summary>
internal static unsafe partial class Kernels
{
    public const string Library = "akkaclip_kernels";

    [LibraryImport(Library, EntryPoint = "akkaclip_abi_version")]
    public static partial int AbiVersion();

    [LibraryImport(Library, EntryPoint = "akkaclip_instruction_set")]
    public static partial byte* InstructionSet();

    [LibraryImport(Library, EntryPoint = "akkaclip_bfloat16_unit")]
    public static partial byte* BFloat16Unit();

    [LibraryImport(Library, EntryPoint = "akkaclip_set_threads")]
    public static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "akkaclip_gemm")]
    public static partial void Gemm(GemmCall* call);

    [LibraryImport(Library, EntryPoint = "akkaclip_layer_norm_forward")]
    public static partial void LayerNormForward(
        float* x, float* weight, float* bias, float* y, float* mean, float* rstd, long rows, long width, float epsilon);

    [LibraryImport(Library, EntryPoint = "akkaclip_layer_norm_repeat")]
    public static partial void LayerNormRepeat(
        float* x, float* weight, float* bias, float* mean, float* rstd, float* y, long rows, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_layer_norm_backward")]
    public static partial void LayerNormBackward(
        float* gradY, float* x, float* weight, float* mean, float* rstd, float* gradX, float* gradWeight, float* gradBias,
        long rows, long width, int accumulate);

    [LibraryImport(Library, EntryPoint = "akkaclip_attention_forward")]
    public static partial void AttentionForward(AttentionCall* call);

    [LibraryImport(Library, EntryPoint = "akkaclip_attention_backward")]
    public static partial void AttentionBackward(AttentionCall* call);

    [LibraryImport(Library, EntryPoint = "akkaclip_column_sum")]
    public static partial void ColumnSum(float* x, float* sum, long rows, long columns, long stride);

    [LibraryImport(Library, EntryPoint = "akkaclip_layer_scale_backward")]
    public static partial void LayerScaleBackward(
        float* x, float* branch, float* scale, float* y, float* gradScale, long rows, long columns);

    [LibraryImport(Library, EntryPoint = "akkaclip_gather_rows")]
    public static partial void GatherRows(float* x, int* index, float* y, long rows, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_scatter_add_rows")]
    public static partial void ScatterAddRows(float* x, int* index, float* y, long rows, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_patch_mean_forward")]
    public static partial void PatchMeanForward(float* x, int* start, int* length, float* y, long sequences, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_patch_mean_backward")]
    public static partial void PatchMeanBackward(float* gradY, int* start, int* length, float* gradX, long sequences, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_patches_from_bytes")]
    public static partial void PatchesFromBytes(
        byte* pixels, float* mean, float* std, int* patch, float* columns, long batch, long size, long patchSize, long kept);

    [LibraryImport(Library, EntryPoint = "akkaclip_image_tokens_forward")]
    public static partial void ImageTokensForward(
        float* patches, int* patch, float* classToken, float* position, float* x, long batch, long kept, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_image_tokens_backward")]
    public static partial void ImageTokensBackward(
        float* gradX, int* patch, float* gradPatches, float* gradClassToken, float* gradPosition, long batch, long kept,
        long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_text_tokens_forward")]
    public static partial void TextTokensForward(
        float* embedding, float* position, int* token, int* place, float* x, long rows, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_add_rows_by_key")]
    public static partial void AddRowsByKey(float* x, int* key, int* order, float* grad, long rows, long width);

    [LibraryImport(Library, EntryPoint = "akkaclip_sum_of_squares")]
    public static partial double SumOfSquares(float* x, long length);

    [LibraryImport(Library, EntryPoint = "akkaclip_adamw")]
    public static partial void AdamW(
        float* parameter, float* gradient, float* first, float* second, long length, AdamWCall* call);
}
