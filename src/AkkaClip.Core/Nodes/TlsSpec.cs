namespace AkkaClip.Core.Nodes;

/// <summary>A node's certificate with its private key (PKCS#12).</summary>
public sealed record TlsSpec
{
    public required string Certificate { get; init; }

    public required SecretText Password { get; init; }

    /// <summary>Whether the other side's certificate must lead to an authority that this machine trusts.</summary>
    public required bool ValidatePeers { get; init; }
}
