using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Training;

/// <summary>Serves any slice of any step's batch to the trainer beside it, and makes the expected ones ahead.</summary>
/// <remarks>
/// Child of its trainer, which restarts it when it throws. It keeps a cache and nothing else: a restarted loader says so,
/// the trainer asks again, and gets the same samples. It works on one request at a time; a newer one takes its place.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "PostStop disposes of it.")]
internal sealed class DataLoader : ReceiveActor
{
    private readonly Func<Action<string>, IBatchLoader> _open;
    private readonly BatchShelf _shelf;
    private readonly IActorRef _trainer = Context.Parent;
    private IBatchLoader? _loader;
    private PositionRange? _wanted;
    private CancellationTokenSource? _request;
    private long _numReplacedBefore;

    public DataLoader(Func<Action<string>, IBatchLoader> open, BatchShelf shelf)
    {
        _open = open;
        _shelf = shelf;
        Receive<ServeSlice>(Serve);
        Receive<Loaded>(HandOver);
        Receive<LoadFailed>(Fail);
        Receive<SourceChanged>(_trainer.Tell);
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

    /// <summary>One of those that make the batches failed; others go on, and nothing has to be asked for again.</summary>
    public sealed record SourceChanged(string Reason);

    private sealed record Loaded(PositionRange Slice, Batch Batch);

    private sealed record LoadFailed(PositionRange Slice, Exception Cause);

    /// <param name="open">Opens what makes the batches; is given whom to tell of a <see cref="SourceChanged"/>, from any thread.</param>
    /// <param name="shelf">Where they go.</param>
    internal static Props Props(Func<Action<string>, IBatchLoader> open, BatchShelf shelf) =>
        Akka.Actor.Props.Create(() => new DataLoader(open, shelf)).WithDispatcher(RunDispatchers.Files);

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _trainer.Tell(new LoaderRestarted(reason.Message));
    }

    protected override void PostStop()
    {
        EndRequest();
        _loader?.Dispose();
    }

    private void Serve(ServeSlice request)
    {
        if (_loader is null && !Open(request.Slice))
            return;
        if (_wanted != request.Slice) // otherwise it is asked for again while it is being made
            Begin(request.Slice);
        _loader!.Expect(request.Upcoming); // behind the request: what it asks for was made ahead, and would be dropped
    }

    private bool Open(PositionRange slice)
    {
        var self = Self;
        try
        {
            _loader = _open(reason => self.Tell(new SourceChanged(reason)));
            return true;
        }
        catch (UserErrorException e)
        {
            _trainer.Tell(new SliceRefused(slice, e.Message));
            return false;
        }
    }

    private void Begin(PositionRange slice)
    {
        EndRequest();
        _wanted = slice;
        _request = new CancellationTokenSource();
        _loader!.LoadAsync(slice, _request.Token).PipeTo(
            Self,
            success: batch => new Loaded(slice, batch),
            failure: cause => new LoadFailed(slice, cause));
    }

    private void EndRequest()
    {
        _request?.Cancel();
        _request?.Dispose();
        _request = null;
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
        if (failed.Cause is not UserErrorException)
            throw new InvalidOperationException($"the loader failed at {failed.Slice}: {failed.Cause.Message}", failed.Cause);
        _wanted = null;
        _trainer.Tell(new SliceRefused(failed.Slice, failed.Cause.Message));
    }
}
