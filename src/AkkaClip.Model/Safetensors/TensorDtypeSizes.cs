namespace AkkaClip.Model.Safetensors;

public static class TensorDtypeSizes
{
    /// <summary>Bytes of one element.</summary>
    public static int NumBytes(this TensorDtype dtype) => dtype switch
    {
        TensorDtype.BOOL or TensorDtype.U8 or TensorDtype.I8 => 1,
        TensorDtype.I16 or TensorDtype.U16 or TensorDtype.F16 or TensorDtype.BF16 => 2,
        TensorDtype.I32 or TensorDtype.U32 or TensorDtype.F32 => 4,
        TensorDtype.F64 or TensorDtype.I64 or TensorDtype.U64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "unknown element type"),
    };
}
