using System.Numerics;
using System.Runtime.InteropServices;

namespace AkkaClip.Model.Replicas;

/// <summary>A 64-bit hash of memory, several GB/s a core: tells diverged replicas apart; no protection from malice.</summary>
internal struct ParameterHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private ulong _a, _b, _c, _d;

    public ParameterHash(ulong seed) => (_a, _b, _c, _d) = (seed, ~seed, seed + Multiplier, seed ^ Multiplier);

    /// <summary>The length counts; where one piece ends and the next starts does too.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            _a = Mix(_a, words[i]);
            _b = Mix(_b, words[i + 1]);
            _c = Mix(_c, words[i + 2]);
            _d = Mix(_d, words[i + 3]);
        }

        for (; i < words.Length; i++)
            _a = Mix(_a, words[i]);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            _b = Mix(_b, rest);
        _c = Mix(_c, (ulong)bytes.Length);
    }

    public readonly ulong Value
    {
        get
        {
            var value = Mix(Mix(Mix(_a, _b), _c), _d);
            return value ^ (value >> 32);
        }
    }

    private static ulong Mix(ulong hash, ulong word) => BitOperations.RotateLeft(hash ^ word, 29) * Multiplier;
}
