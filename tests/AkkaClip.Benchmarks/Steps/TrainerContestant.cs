using AkkaClip.Collectives;
using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>Replicas of AkkaClip, each on its own thread, that share the batch evenly, as trainers of one process do.</summary>
internal sealed class TrainerContestant : IContestant
{
    private readonly Barrier _gate;
    private readonly Thread[] _threads;
    private readonly InProcessGroup _group;
    private Exception? _failure;
    private volatile bool _over;

    public TrainerContestant(Workload workload, ReplicaOptions options, int trainers, int threads)
    {
        _group = new InProcessGroup(trainers, new CollectiveOptions());
        _gate = new Barrier(trainers + 1);
        _threads = [.. Enumerable.Range(0, trainers).Select(rank => new Thread(() => Train(workload, options, rank, trainers, threads)))];
        foreach (var thread in _threads)
            thread.Start();
        Pass();
    }

    public void Step()
    {
        Pass();
        Pass();
    }

    public void Dispose()
    {
        _over = true;
        _gate.RemoveParticipant();
        foreach (var thread in _threads)
            thread.Join();
        _gate.Dispose();
    }

    private void Pass()
    {
        _gate.SignalAndWait();
        if (_failure is { } failure)
            throw new InvalidOperationException($"A trainer failed: {failure.Message}", failure);
    }

    /// <summary>Waits at the gate when the replica stands, and then before and after every step.</summary>
    private void Train(Workload workload, ReplicaOptions options, int rank, int trainers, int threads)
    {
        try
        {
            using var replica = Replica.Create(options, TimeProvider.System);
            using var member = _group.Member(rank);
            replica.SetThreads(threads);
            var share = workload.BatchSize / trainers;
            var batch = workload.Slice(rank * share, share);
            var context = new StepContext(0, [.. Enumerable.Repeat(share, trainers)]);
            _gate.SignalAndWait();
            for (_gate.SignalAndWait(); !_over; _gate.SignalAndWait())
            {
                Advance(replica, batch, context, member);
                _gate.SignalAndWait();
            }
        }
#pragma warning disable CA1031 // Whatever it was, the measuring thread reports it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception;
            _gate.RemoveParticipant();
        }
    }

    private static void Advance(Replica replica, Batch batch, StepContext context, ICollective member)
    {
        var outcome = replica.ComputeGradients(batch, context, member);
        if (!outcome.IsFinite)
            throw new InvalidOperationException($"The loss is {outcome.Loss}.");
        replica.Commit(1e-4);
    }
}
