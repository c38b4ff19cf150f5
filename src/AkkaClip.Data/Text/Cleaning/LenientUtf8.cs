using System.Buffers;
using System.Text;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>UTF-8 and its two variants in the wild: surrogates encoded one by one (CESU-8), and Java's two-byte zero.</summary>
internal static class LenientUtf8
{
    /// <summary>False: the bytes are neither.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        var decoded = new StringBuilder(bytes.Length);
        text = "";
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
            {
                decoded.Append(rune);
            }
            else if (bytes is [0xC0, 0x80, ..])
            {
                decoded.Append('\0');
                length = 2;
            }
            else if (bytes is [0xED, >= 0xA0 and <= 0xAF, >= 0x80 and <= 0xBF, 0xED, >= 0xB0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                decoded.Append(Surrogate(bytes)).Append(Surrogate(bytes[3..]));
                length = 6;
            }
            else
            {
                return false;
            }

            bytes = bytes[length..];
        }

        text = decoded.ToString();
        return true;
    }

    private static char Surrogate(ReadOnlySpan<byte> bytes) => (char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F));
}
