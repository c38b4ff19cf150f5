using System.Text;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>
/// A single-byte encoding as sloppy software uses it: bytes that it leaves undefined stand for the Latin-1 character of the
/// same number, and byte 1A for U+FFFD, which marks a byte that was lost.
/// </summary>
internal sealed class LegacyEncoding
{
    /// <summary>Stands for a byte that was lost on the way.</summary>
    public const byte Lost = 0x1A;

    private readonly char[] _characters = new char[256];
    private readonly Dictionary<char, byte> _bytes = new(256);

    private LegacyEncoding(string name, int codePage, bool isSloppy, bool isMac = false)
    {
        Name = name;
        IsSloppy = isSloppy;
        IsMac = isMac;
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        for (var value = 0; value < 256; value++)
        {
            var character = encoding.GetChars([(byte)value])[0];
            // .NET fills undefined bytes with private-use characters.
            _characters[value] = character is >= '\uF8F0' and <= '\uF8FE' ? (char)value : character;
        }

        if (IsMac)
            _characters[0xBD] = 'Ω';
        if (isSloppy)
            _characters[Lost] = '\uFFFD';
        for (var value = 0; value < 256; value++)
            _bytes.TryAdd(_characters[value], (byte)value);
    }

    public static LegacyEncoding Latin1 { get; } = new("Latin-1", 28591, isSloppy: false);

    public static LegacyEncoding Windows1252 { get; } = new("Windows-1252", 1252, isSloppy: true);

    /// <summary>The Windows encodings; Latin-1's printable characters are among theirs.</summary>
    public static LegacyEncoding[] Windows { get; } =
        [Windows1252, .. new[] { 1251, 1250, 1253, 1254, 1257 }.Select(page => new LegacyEncoding($"Windows-{page}", page, isSloppy: true))];

    /// <summary>All that broken text is known to come from, in the order to try them.</summary>
    public static LegacyEncoding[] All { get; } =
    [
        Latin1,
        .. Windows,
        new("ISO-8859-2", 28592, isSloppy: false),
        new("Mac Roman", 10000, isSloppy: false, isMac: true),
        new("IBM 437", 437, isSloppy: false),
    ];

    public string Name { get; }

    /// <summary>Undefined and lost bytes have a character too.</summary>
    public bool IsSloppy { get; }

    public bool IsMac { get; }

    public char ToCharacter(byte value) => _characters[value];

    /// <summary>False: the text has a character that this encoding lacks.</summary>
    public bool TryGetBytes(string text, out byte[] encoded)
    {
        encoded = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (!_bytes.TryGetValue(text[i], out encoded[i]))
                return false;
        }

        return true;
    }

    public override string ToString() => Name;
}
