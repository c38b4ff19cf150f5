using System.Text;

namespace AkkaClip.Data.Text;

/// <summary>Captions as files hold them.</summary>
public static class CaptionBytes
{
    /// <summary>Reads a caption as UTF-8; bytes that are not become U+FFFD, a byte-order mark is dropped.</summary>
    /// <param name="wasValid">False: something was replaced.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool wasValid)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];

        wasValid = System.Text.Unicode.Utf8.IsValid(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
