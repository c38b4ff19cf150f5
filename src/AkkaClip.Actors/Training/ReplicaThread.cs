using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace AkkaClip.Actors.Training;

/// <summary>
/// The thread that one trainer's replica lives on. Work is done in the order it was posted; each result, or
/// <see cref="Failed"/>, goes to the owner as a message, in the same order.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The thread itself disposes of its queue as it ends.")]
internal sealed class ReplicaThread
{
    /// <summary>A trainer posts a commit and the step behind it, and seldom an abort: more waiting work is an error of the protocol.</summary>
    private const int MaxWaiting = 16;

    private readonly BlockingCollection<(Func<object> Work, int Generation)> _waiting = new(MaxWaiting);
    private readonly ReplicaDriver _driver;
    private readonly IActorRef _owner;
    private volatile bool _stopping;

    public ReplicaThread(string name, ReplicaDriver driver, IActorRef owner)
    {
        _driver = driver;
        _owner = owner;
        new Thread(Loop) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>A piece of work that threw.</summary>
    /// <param name="Thread">Which thread: a restarted trainer has another one than before.</param>
    /// <param name="Generation">The generation that the work belonged to.</param>
    public sealed record Failed(ReplicaThread Thread, int Generation, Exception Cause);

    /// <summary>A result of a thread.</summary>
    public sealed record Done(ReplicaThread Thread, object Result);

    /// <exception cref="InvalidOperationException">Too much work waits, or the thread was stopped.</exception>
    public void Post(int generation, Func<ReplicaDriver, object> work)
    {
        if (!_waiting.TryAdd((() => work(_driver), generation)))
            throw new InvalidOperationException($"{MaxWaiting} pieces of work wait for the replica already");
    }

    /// <summary>Lets the thread end after the work at hand, and dispose of the replica. Does not wait.</summary>
    public void Stop()
    {
        _stopping = true;
        _waiting.CompleteAdding();
    }

    private void Loop()
    {
        // What was posted behind a failed piece of work builds on it: a step behind a commit that did not happen would
        // bring a wrong gradient to the other members.
        int? failed = null;
        foreach (var (work, generation) in _waiting.GetConsumingEnumerable())
        {
            if (_stopping || generation <= failed)
                continue;
            var result = Attempt(work, generation);
            if (result is Failed)
                failed = generation;
            _owner.Tell(result);
        }

        _driver.Dispose();
        _waiting.Dispose();
    }

    private object Attempt(Func<object> work, int generation)
    {
        try
        {
            return new Done(this, work());
        }
        catch (Exception e)
        {
            return new Failed(this, generation, e); // the owner decides: report, or crash and be restarted
        }
    }
}
