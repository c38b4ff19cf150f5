using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AkkaClip.Collectives.Links;

/// <summary>
/// Opens a link: both ends send a nonce, the dialling one proves by HMAC-SHA256 over both nonces and its claim that it
/// knows the secret, and the other answers with a verdict under the same proof.
/// </summary>
/// <remarks>
/// <code>
/// dialler                                   listener
///   magic, version, nonce  ---------------->
///   &lt;----------------  magic, version, nonce
///   length, claim, HMAC("dialler", ...)  -->
///   &lt;--  verdict, length, reason, HMAC("listener", ...)
/// </code>
/// The nonces are fresh at both ends, so that nothing recorded opens a link; the roles differ, so that nothing can be sent
/// back to whom it came from. Nothing is read before it is known how short it is.
/// </remarks>
internal sealed class Handshake(LinkStream stream, ReadOnlyMemory<byte> secret)
{
    public const int Version = 1;

    private const uint Magic = 0x4C504341; // "ACPL"
    private const int NonceBytes = 32;
    private const int HelloBytes = 8 + NonceBytes;
    private const int MaxReasonBytes = 1024;

    private readonly byte[] _own = RandomNumberGenerator.GetBytes(NonceBytes);
    private byte[] _transcript = [];

    /// <summary>The dialling end.</summary>
    /// <exception cref="LinkRefusedException">The peer says no, or is no node of this cluster and version.</exception>
    /// <exception cref="IOException">The link broke.</exception>
    public void Offer(LinkClaim claim)
    {
        var bytes = claim.ToBytes();
        SendHello();
        var (version, peer) = ReceiveHello();
        CheckVersion(version);
        _transcript = [.. _own, .. peer, .. bytes];

        var message = new byte[sizeof(ushort) + bytes.Length + HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(message, (ushort)bytes.Length);
        bytes.CopyTo(message, sizeof(ushort));
        Proof("dialler", []).CopyTo(message, sizeof(ushort) + bytes.Length);
        stream.Send(message);
        ReceiveVerdict();
    }

    /// <summary>The listening end: what the peer wants, once it has proved itself.</summary>
    /// <exception cref="LinkRefusedException">It has not.</exception>
    /// <exception cref="IOException">The link broke.</exception>
    public LinkClaim Challenge()
    {
        // The peer speaks first: who says nothing sensible learns nothing from this node.
        var (version, peer) = ReceiveHello();
        SendHello();
        CheckVersion(version);
        var length = ReceiveLength();
        if (length > LinkClaim.MaxBytes)
            throw new LinkRefusedException($"claims {length} bytes where at most {LinkClaim.MaxBytes} are taken");
        var bytes = new byte[length];
        stream.Receive(bytes);
        var proof = new byte[HMACSHA256.HashSizeInBytes];
        stream.Receive(proof);
        _transcript = [.. peer, .. _own, .. bytes];
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof("dialler", [])))
            throw new LinkRefusedException("does not know the secret of this cluster");
        try
        {
            return LinkClaim.Parse(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or ArgumentException or IOException)
        {
            throw new LinkRefusedException($"sent a claim that cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The listening end says yes (null) or why not.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    public void Answer(string? refusal)
    {
        var reason = Encoding.UTF8.GetBytes(refusal ?? "");
        if (reason.Length > MaxReasonBytes)
            reason = reason[..MaxReasonBytes];
        var message = new byte[1 + sizeof(ushort) + reason.Length];
        message[0] = refusal is null ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(1), (ushort)reason.Length);
        reason.CopyTo(message, 1 + sizeof(ushort));
        stream.Send([.. message, .. Proof("listener", message)]);
    }

    private void ReceiveVerdict()
    {
        var verdict = new byte[1 + sizeof(ushort)];
        try
        {
            stream.Receive(verdict);
        }
        catch (IOException e)
        {
            throw new LinkRefusedException($"{e.Message} instead of answering; the secret must be the same at all nodes", e);
        }
        var length = BinaryPrimitives.ReadUInt16LittleEndian(verdict.AsSpan(1));
        if (length > MaxReasonBytes)
            throw new LinkRefusedException($"answered with {length} bytes where at most {MaxReasonBytes} are taken");
        var reason = new byte[length];
        stream.Receive(reason);
        var proof = new byte[HMACSHA256.HashSizeInBytes];
        stream.Receive(proof);
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof("listener", [.. verdict, .. reason])))
            throw new LinkRefusedException("does not know the secret of this cluster");
        if (verdict[0] != 1)
            throw new LinkRefusedException($"refused the link: {Encoding.UTF8.GetString(reason)}");
    }

    private void SendHello()
    {
        var hello = new byte[HelloBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(hello, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(4), Version);
        _own.CopyTo(hello, 8);
        stream.Send(hello);
    }

    private (int Version, byte[] Nonce) ReceiveHello()
    {
        var hello = new byte[HelloBytes];
        stream.Receive(hello.AsSpan(0, sizeof(uint)));
        if (BinaryPrimitives.ReadUInt32LittleEndian(hello) != Magic)
            throw new LinkRefusedException("does not speak the data plane's protocol");
        stream.Receive(hello.AsSpan(sizeof(uint)));
        return (BinaryPrimitives.ReadInt32LittleEndian(hello.AsSpan(4)), hello[8..]);
    }

    private static void CheckVersion(int version)
    {
        if (version != Version)
            throw new LinkRefusedException($"speaks version {version} of the data plane's protocol, and this node version {Version}");
    }

    private int ReceiveLength()
    {
        var bytes = new byte[sizeof(ushort)];
        stream.Receive(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    private byte[] Proof(string role, ReadOnlySpan<byte> verdict)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Span);
        mac.AppendData(Encoding.ASCII.GetBytes($"AkkaClip data plane {Version} {role}\0"));
        mac.AppendData(_transcript);
        mac.AppendData(verdict);
        return mac.GetHashAndReset();
    }
}
