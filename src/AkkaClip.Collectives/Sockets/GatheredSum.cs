using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// A sum in the order of its contributions, where the links let no rank add up a part in that order: all contributions go to
/// everybody, and each adds up for itself.
/// </summary>
/// <param name="gather">Brings the contributions.</param>
/// <param name="all">All of them, one behind the other, in order.</param>
/// <param name="sum">Takes the sum.</param>
internal sealed class GatheredSum(ICollectiveOperation gather, Memory<float> all, Memory<float> sum) : ICollectiveOperation
{
    private bool _isDone;

    public void Complete()
    {
        gather.Complete();
        if (_isDone)
            return;
        _isDone = true;
        if (sum.IsEmpty)
            return;
        SumTerm[] terms = [.. Enumerable.Range(0, all.Length / sum.Length).Select(term => new SumTerm(all.Slice(term * sum.Length, sum.Length), null))];
        OrderedSum.Run(terms, sum.Span, WireFormat.Float32);
    }
}
