using System.Security.Cryptography;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>Brings the state of a generation's source to its other members, over the data plane.</summary>
internal static class StateTransfer
{
    /// <summary>All members call this together. Those that need the state have it afterwards, compared by hash.</summary>
    /// <exception cref="CollectiveFailedException">A member failed; no replica has changed.</exception>
    /// <exception cref="InvalidDataException">What arrived is not what was sent; no replica has changed.</exception>
    public static void Run(IReplica replica, GenerationPlan plan, ICollective links)
    {
        var isSource = links.Rank == plan.SourceRank;
        var state = isSource ? replica.CaptureState() : replica.Layout.Allocate();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, bytes) in state.Blocks)
        {
            if (bytes.IsEmpty)
                continue;
            if (isSource)
                hash.AppendData(bytes.Span); // hashed before it travels, so that a fault of the transfer shows
            links.Broadcast(bytes, plan.SourceRank).Complete();
            if (!isSource)
                hash.AppendData(bytes.Span);
        }

        var own = hash.GetHashAndReset();
        var expected = own.ToArray();
        links.Broadcast(expected, plan.SourceRank).Complete();
        if (!own.AsSpan().SequenceEqual(expected))
            throw new InvalidDataException($"the state from rank {plan.SourceRank} arrived with SHA-256 {Convert.ToHexStringLower(own)} instead of {Convert.ToHexStringLower(expected)}");
        if (plan.Heal.Contains(plan.Generation.Members[links.Rank]))
            replica.RestoreState(state);
    }
}
