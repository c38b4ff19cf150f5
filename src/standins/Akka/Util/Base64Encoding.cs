using System.Text;

namespace Akka.Util;

/// <summary>Names for unnamed actors: a number in base 64, least significant digit first.</summary>
internal static class Base64Encoding
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    public static string Base64Encode(this long value, string prefix = "$")
    {
        var name = new StringBuilder(prefix);
        do
        {
            name.Append(Digits[(int)(value & 63)]);
            value >>>= 6;
        }
        while (value != 0);
        return name.ToString();
    }
}
