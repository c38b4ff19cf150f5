using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Frames;

/// <summary>What all frames of one link have in common.</summary>
/// <param name="Run">The run.</param>
/// <param name="RunHash">It, as frames carry it.</param>
/// <param name="Generation">The generation's number.</param>
internal sealed record FrameStamp(RunId Run, ulong RunHash, int Generation)
{
    /// <summary>Links that belong to no run.</summary>
    public static FrameStamp None { get; } = Of(new RunId(""), 0);

    public static FrameStamp Of(RunId run, int generation) =>
        new(run, BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(run.Value))), generation);

    public FrameHeader Header(FrameKind kind, long step = 0, long operation = 0, int part = 0, int chunk = 0) =>
        new(kind, RunHash, Generation, step, operation, part, chunk, 0, 0);

    /// <summary>By the rule that messages are judged by. The step is the operation's affair: a peer may be ahead.</summary>
    public Staleness Judge(in FrameHeader header) =>
        header.RunHash == RunHash
            ? StaleRule.Judge(new StepStamp(Run, header.Generation, 0), new StepStamp(Run, Generation, 0))
            : Staleness.Foreign;
}
