using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;

namespace AkkaClip.Actors.Training;

/// <summary>Serves any slice of any step's batch to the trainer beside it, and makes the expected ones ahead.</summary>
/// <remarks>
/// Child of its trainer, which restarts it when it throws. It keeps a cache and nothing else: a restarted loader says so,
/// the trainer asks again, and gets the same samples. It works on one request at a time; a newer one takes its place.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "PostStop disposes of it.")]
internal sealed class DataLoader : ReceiveActor
{
    private readonly IRunParts _parts;
    private readonly BatchShelf _shelf;
    private readonly IActorRef _trainer = Context.Parent;
    private readonly CancellationTokenSource _stopped = new();
    private IBatchLoader? _loader;
    private PositionRange? _wanted;
    private long _numReplacedBefore;

    public DataLoader(IRunParts parts, BatchShelf shelf)
    {
        _parts = parts;
        _shelf = shelf;
        Receive<ServeSlice>(Serve);
        Receive<Loaded>(HandOver);
        Receive<LoadFailed>(Fail);
    }

    /// <param name="Slice">To be served now.</param>
    /// <param name="Upcoming">To be asked for next, in order.</param>
    public sealed record ServeSlice(PositionRange Slice, ImmutableArray<PositionRange> Upcoming);

    /// <summary>The slice lies on the shelf.</summary>
    /// <param name="NumReplaced">Samples replaced since the last answer.</param>
    public sealed record SliceServed(PositionRange Slice, long NumReplaced);

    /// <summary>The data cannot be used as it is; asking again does not help.</summary>
    public sealed record SliceRefused(PositionRange Slice, string Reason);

    /// <summary>The loader failed and is back; what was asked for has to be asked for again.</summary>
    public sealed record LoaderRestarted(string Reason);

    private sealed record Loaded(PositionRange Slice, Batch Batch);

    private sealed record LoadFailed(PositionRange Slice, Exception Cause);

    internal static Props Props(IRunParts parts, BatchShelf shelf) =>
        Akka.Actor.Props.Create(() => new DataLoader(parts, shelf)).WithDispatcher(RunDispatchers.Files);

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _trainer.Tell(new LoaderRestarted(reason.Message));
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        _loader?.Dispose();
    }

    private void Serve(ServeSlice request)
    {
        _loader ??= _parts.CreateLoader();
        _loader.Expect(request.Upcoming);
        if (_wanted == request.Slice)
            return; // asked again while it is being made
        _wanted = request.Slice;
        _loader.LoadAsync(request.Slice, _stopped.Token).PipeTo(
            Self,
            success: batch => new Loaded(request.Slice, batch),
            failure: cause => new LoadFailed(request.Slice, cause));
    }

    private void HandOver(Loaded loaded)
    {
        if (loaded.Slice != _wanted)
            return;
        _wanted = null;
        _shelf.Put(loaded.Slice, loaded.Batch);
        var numReplaced = _loader!.Statistics.NumReplaced.Values.Sum();
        _trainer.Tell(new SliceServed(loaded.Slice, numReplaced - _numReplacedBefore));
        _numReplacedBefore = numReplaced;
    }

    private void Fail(LoadFailed failed)
    {
        if (failed.Slice != _wanted)
            return;
        if (failed.Cause is not DataSourceException)
            throw new InvalidOperationException($"the loader failed at {failed.Slice}: {failed.Cause.Message}", failed.Cause);
        _wanted = null;
        _trainer.Tell(new SliceRefused(failed.Slice, failed.Cause.Message));
    }
}
