using System.Security.Cryptography;
using System.Text;

namespace Petabridge.Cmd.Wire;

/// <summary>That both sides know the same secret, without saying it: HMAC-SHA-256 over the host's nonce.</summary>
internal static class SecretProof
{
    public static string NewNonce() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public static string Of(string secret, string nonce) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{Hello.Name}|{nonce}")));

    public static bool Holds(string secret, string nonce, string proof) =>
        proof is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(secret, nonce)), Encoding.UTF8.GetBytes(proof));
}
