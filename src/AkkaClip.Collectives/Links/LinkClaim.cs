using System.Security.Cryptography;
using System.Text;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Links;

/// <summary>What the dialling end says about the link; it is part of what both ends prove.</summary>
/// <param name="Purpose">What the link is for.</param>
/// <param name="Run">The run; empty for bulk links, as all that follows.</param>
/// <param name="Generation">The generation's number.</param>
/// <param name="Members">Hash of the whole generation: run, number, first step, members in order.</param>
/// <param name="From">The dialling member.</param>
/// <param name="To">The member that is dialled.</param>
/// <param name="Stream">Which of the sockets between the two.</param>
/// <param name="Settings">What both must have set alike, in words.</param>
internal sealed record LinkClaim(
    LinkPurpose Purpose, string Run, int Generation, string Members, string From, string To, int Stream, string Settings)
{
    public const int MaxBytes = 2048;

    public static LinkClaim Bulk { get; } = new(LinkPurpose.Bulk, "", 0, "", "", "", 0, "");

    public static string HashOf(Generation generation) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\0', [generation.Run.Value, $"{generation.Number}", $"{generation.FirstStep}", .. generation.Members.Select(member => member.Value)]))));

    /// <exception cref="ArgumentException">The names in it are too long.</exception>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write((byte)Purpose);
        writer.Write(Run);
        writer.Write(Generation);
        writer.Write(Members);
        writer.Write(From);
        writer.Write(To);
        writer.Write(Stream);
        writer.Write(Settings);
        writer.Flush();
        return buffer.Length <= MaxBytes
            ? buffer.ToArray()
            : throw new ArgumentException($"The names of run {Run} and trainers {From} and {To} take {buffer.Length} bytes together; at most {MaxBytes} fit.");
    }

    /// <exception cref="InvalidDataException">The bytes are no claim.</exception>
    public static LinkClaim Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            return new LinkClaim(
                (LinkPurpose)reader.ReadByte(), reader.ReadString(), reader.ReadInt32(), reader.ReadString(),
                reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadString());
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"a claim of {bytes.Length} bytes ends too early", e);
        }
    }
}
