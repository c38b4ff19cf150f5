using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Nodes;

/// <summary>
/// How a node that is about to join and one that is a member find out that they belong together, in one question and one
/// answer. Both are texts, which every serializer carries; neither shows the secret.
/// </summary>
/// <remarks>
/// question: <c>akkaclip-1 nonce HMAC(secret, "ask nonce")</c>; answer: <c>akkaclip-1 HMAC(secret, "answer nonce") version
/// time</c>, or <c>akkaclip-1 refused</c> to who does not know the secret, so that strangers learn nothing to guess by.
/// </remarks>
internal static class Proof
{
    private const string Protocol = "akkaclip-1";
    private const string Refused = $"{Protocol} refused";
    private const int NonceBytes = 16;

    /// <summary>A question that was never asked before.</summary>
    public static string Ask(SecretText secret)
    {
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(NonceBytes));
        return $"{Protocol} {nonce} {Sign(secret, "ask", nonce)}";
    }

    /// <summary>Whether who asks knows the secret.</summary>
    public static bool IsGenuine(string question, SecretText secret) =>
        question.Split(' ') is [Protocol, { Length: 2 * NonceBytes } nonce, var signature] && IsEqual(signature, Sign(secret, "ask", nonce));

    /// <summary>The answer to a question.</summary>
    /// <param name="version">Of the member's program.</param>
    /// <param name="now">What the member's clock says.</param>
    public static string Answer(string question, SecretText secret, string version, DateTimeOffset now) => IsGenuine(question, secret)
        ? string.Create(CultureInfo.InvariantCulture, $"{Protocol} {Sign(secret, "answer", question.Split(' ')[1])} {version} {now.ToUnixTimeMilliseconds()}")
        : Refused;

    /// <summary>What an answer says; null: who answered does not know the secret.</summary>
    public static (string Version, DateTimeOffset Time)? Read(string answer, string question, SecretText secret) =>
        answer.Split(' ') is [Protocol, var signature, var version, var time]
        && IsEqual(signature, Sign(secret, "answer", question.Split(' ')[1]))
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? (version, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;

    private static string Sign(SecretText secret, string what, string nonce) =>
        Convert.ToHexString(HMACSHA256.HashData(secret.ToKey(), Encoding.UTF8.GetBytes($"{Protocol} {what} {nonce}")));

    private static bool IsEqual(string given, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(right));
}
