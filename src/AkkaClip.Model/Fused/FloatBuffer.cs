using System.Runtime.InteropServices;

namespace AkkaClip.Model.Fused;

/// <summary>Native fp32 memory that grows and is used again step after step. Its contents do not survive growing.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const int Alignment = 64;

    private float* _first;
    private long _length;

    /// <summary>The buffer, at least so many floats long.</summary>
    public float* Take(long length)
    {
        ObjectDisposedException.ThrowIf(_length < 0, this);
        if (length > _length)
        {
            Free(lengthLeft: 0);
            _first = (float*)NativeMemory.AlignedAlloc(checked((nuint)length * sizeof(float)), Alignment);
            _length = length;
        }

        return _first;
    }

    public void Dispose() => Free(lengthLeft: -1);

    private void Free(long lengthLeft)
    {
        NativeMemory.AlignedFree(_first);
        _first = null;
        _length = lengthLeft;
    }
}
