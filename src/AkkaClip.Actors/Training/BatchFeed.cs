using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Training;

/// <summary>A trainer's dealings with its loader: one slice is wanted at a time, and those behind it are announced.</summary>
internal sealed class BatchFeed
{
    private readonly TrainerOptions _options;
    private readonly Func<Action<string>, IBatchLoader> _open;
    private readonly BatchShelf _shelf = new();
    private IActorRef _loader;
    private DataLoader.ServeSlice? _asked;
    private bool _isHere;
    private Batch? _batch;
    private long _numReplaced;

    /// <param name="open">See <see cref="DataLoader.Props"/>.</param>
    public BatchFeed(TrainerOptions options, Func<Action<string>, IBatchLoader> open, IUntypedActorContext context)
    {
        _options = options;
        _open = open;
        _loader = StartLoader(context);
    }

    /// <summary>Asks for this trainer's part of a step; null: the part is empty, and there is nothing to wait for.</summary>
    public PositionRange? Ask(Generation generation, long step, IActorRef self)
    {
        var rank = generation.RankOf(_options.Id)!.Value;
        var slice = _options.Batches.Slice(step, rank, generation.WorldSize);
        _isHere = slice.Count == 0;
        _batch = null;
        _shelf.Clear();
        if (_isHere)
        {
            _asked = null;
            return null;
        }

        var upcoming = Enumerable.Range(1, _options.PrefetchBatches)
            .Select(ahead => _options.Batches.Slice(step + ahead, rank, generation.WorldSize))
            .ToImmutableArray();
        _asked = new DataLoader.ServeSlice(slice, upcoming);
        _loader.Tell(_asked, self);
        return slice;
    }

    /// <summary>Repeats the last question where it was not answered.</summary>
    public void AskAgain(IActorRef self)
    {
        if (_asked is not null && !_isHere)
            _loader.Tell(_asked, self);
    }

    /// <summary>Whether this slice is asked for and not there yet.</summary>
    public bool Waits(PositionRange slice) => !_isHere && _asked?.Slice == slice;

    /// <summary>Takes an answer; false: nobody waits for it any more.</summary>
    public bool Accept(DataLoader.SliceServed served)
    {
        _numReplaced += served.NumReplaced;
        if (!Waits(served.Slice) || _shelf.Take(served.Slice) is not { } arrived)
            return false;
        _batch = arrived;
        _isHere = true;
        return true;
    }

    /// <summary>Hands over what was asked for; its batch is null where the slice is empty.</summary>
    public bool TryTake(out Batch? taken)
    {
        taken = _batch;
        var was = _isHere;
        _isHere = false;
        _batch = null;
        _asked = was ? null : _asked;
        return was;
    }

    /// <summary>Samples that were replaced since this was last asked.</summary>
    public long TakeNumReplaced()
    {
        var taken = _numReplaced;
        _numReplaced = 0;
        return taken;
    }

    /// <summary>Gives up on the loader at hand and starts another one.</summary>
    public void Replace(IUntypedActorContext context)
    {
        context.Unwatch(_loader);
        context.Stop(_loader);
        _loader = StartLoader(context);
    }

    private IActorRef StartLoader(IUntypedActorContext context) => context.Watch(context.ActorOf(DataLoader.Props(_open, _shelf)));
}
