using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Training;

/// <summary>A trainer's dealings with its loader: one slice is wanted at a time, and those behind it are announced.</summary>
internal sealed class BatchFeed
{
    private readonly TrainerOptions options;
    private readonly IRunParts parts;
    private readonly BatchShelf shelf = new();
    private IActorRef loader;
    private DataLoader.ServeSlice? asked;
    private bool isHere;
    private Batch? batch;
    private long numReplaced;

    public BatchFeed(TrainerOptions options, IRunParts parts, IUntypedActorContext context)
    {
        this.options = options;
        this.parts = parts;
        loader = StartLoader(context);
    }

    /// <summary>Asks for this trainer's part of a step; null: the part is empty, and there is nothing to wait for.</summary>
    public PositionRange? Ask(Generation generation, long step, IActorRef self)
    {
        var rank = generation.RankOf(options.Id)!.Value;
        var slice = options.Batches.Slice(step, rank, generation.WorldSize);
        isHere = slice.Count == 0;
        batch = null;
        shelf.Clear();
        if (isHere)
        {
            asked = null;
            return null;
        }

        var upcoming = Enumerable.Range(1, options.PrefetchBatches)
            .Select(ahead => options.Batches.Slice(step + ahead, rank, generation.WorldSize))
            .ToImmutableArray();
        asked = new DataLoader.ServeSlice(slice, upcoming);
        loader.Tell(asked, self);
        return slice;
    }

    /// <summary>Repeats the last question where it was not answered.</summary>
    public void AskAgain(IActorRef self)
    {
        if (asked is not null && !isHere)
            loader.Tell(asked, self);
    }

    /// <summary>Whether this slice is asked for and not there yet.</summary>
    public bool Waits(PositionRange slice) => !isHere && asked?.Slice == slice;

    /// <summary>Takes an answer; false: nobody waits for it any more.</summary>
    public bool Accept(DataLoader.SliceServed served)
    {
        numReplaced += served.NumReplaced;
        if (!Waits(served.Slice) || shelf.Take(served.Slice) is not { } arrived)
            return false;
        batch = arrived;
        isHere = true;
        return true;
    }

    /// <summary>Hands over what was asked for; its batch is null where the slice is empty.</summary>
    public bool TryTake(out Batch? taken)
    {
        taken = batch;
        var was = isHere;
        isHere = false;
        batch = null;
        asked = was ? null : asked;
        return was;
    }

    /// <summary>Samples that were replaced since this was last asked.</summary>
    public long TakeNumReplaced()
    {
        var taken = numReplaced;
        numReplaced = 0;
        return taken;
    }

    /// <summary>Gives up on the loader at hand and starts another one.</summary>
    public void Replace(IUntypedActorContext context)
    {
        context.Unwatch(loader);
        context.Stop(loader);
        loader = StartLoader(context);
    }

    private IActorRef StartLoader(IUntypedActorContext context) => context.Watch(context.ActorOf(DataLoader.Props(parts, shelf)));
}
