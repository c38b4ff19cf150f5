using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Model.Tests.Replicas;

/// <summary>Replicas of equal options, one thread each, as trainers of one generation.</summary>
internal sealed class ReplicaGroup : IDisposable
{
    private readonly InProcessGroup _group;

    public ReplicaGroup(ReplicaOptions options, int worldSize)
    {
        _group = new InProcessGroup(worldSize, new CollectiveOptions());
        Replicas = [.. Enumerable.Range(0, worldSize).Select(_ => Replica.Create(options, TimeProvider.System))];
    }

    public ImmutableArray<Replica> Replicas { get; }

    /// <summary>One step: every rank computes its slice.</summary>
    /// <param name="slice">First row and number of rows of the global batch, to a batch.</param>
    public ImmutableArray<StepOutcome> Compute(Func<int, int, Batch> slice, params ImmutableArray<int> sliceSizes) =>
        OnAll((rank, replica, member) =>
        {
            var context = new StepContext(0, sliceSizes);
            return replica.ComputeGradients(slice(context.FirstRow(rank), sliceSizes[rank]), context, member);
        });

    public ImmutableArray<T> OnAll<T>(Func<int, Replica, ICollective, T> action)
    {
        var results = new T[Replicas.Length];
        var failures = new Exception?[Replicas.Length];
        var threads = Enumerable.Range(0, Replicas.Length).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = action(rank, Replicas[rank], _group.Member(rank));
            }
            catch (Exception failure)
            {
                failures[rank] = failure;
                _group.Fail(rank, failure.Message);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (failures.FirstOrDefault(failure => failure is not null and not CollectiveFailedException) is { } cause)
            ExceptionDispatchInfo.Throw(cause);
        if (Array.Find(failures, failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
        return [.. results];
    }

    public void Dispose()
    {
        foreach (var replica in Replicas)
            replica.Dispose();
    }
}
