namespace AkkaClip.Data.Text.BytePairs;

/// <summary>
/// The 256 visible characters that stand for the 256 bytes in a vocabulary file, and their order of ids.
/// Source: the byte-level BPE of GPT-2, which CLIP took over.
/// </summary>
internal static class ByteAlphabet
{
    /// <summary>Marks the last symbol of a word in the vocabulary file.</summary>
    public const string WordEnd = "</w>";

    private static readonly char[] CharacterOfByte = new char[256];
    private static readonly Dictionary<char, byte> ByteOfCharacter = [];

    /// <summary>The id of each byte's symbol, 0 to 255: the printable bytes of Latin-1 first, the others behind.</summary>
    public static readonly int[] IdOfByte = new int[256];

    static ByteAlphabet()
    {
        var next = 0;
        var nextSubstitute = 256;
        for (var value = 0; value < 256; value++)
        {
            if (IsPrintable(value))
                Add(value, (char)value);
        }

        for (var value = 0; value < 256; value++)
        {
            if (!IsPrintable(value))
                Add(value, (char)nextSubstitute++);
        }

        void Add(int value, char character)
        {
            CharacterOfByte[value] = character;
            ByteOfCharacter[character] = (byte)value;
            IdOfByte[value] = next++;
        }
    }

    public static char ToCharacter(byte value) => CharacterOfByte[value];

    /// <summary>False for a character that stands for no byte.</summary>
    public static bool TryGetByte(char character, out byte value) => ByteOfCharacter.TryGetValue(character, out value);

    private static bool IsPrintable(int value) => value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE and <= 0xFF;
}
