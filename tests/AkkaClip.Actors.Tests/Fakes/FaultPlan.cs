using System.Collections.Concurrent;
using Akka.Actor;
using AkkaClip.Actors.Runs;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>Where a fake can be made to fail.</summary>
public enum FaultPoint { BeforeCompute, WhileComputing, BeforeApply, AfterApply, WhileCapturing, WhileRestoring, Loading, Evaluating, Writing }

/// <summary>Faults to happen: each at one point, and as often as it was planned.</summary>
public sealed class FaultPlan
{
    private readonly ConcurrentDictionary<(FaultPoint Point, long Step, string Trainer), (Action Fault, int Times)> _planned = new();

    private readonly ConcurrentDictionary<(long Step, string Trainer), bool> _bends = new();

    private readonly ConcurrentDictionary<long, bool> _exchanges = new();

    /// <summary>A fault of any trainer.</summary>
    public const string Anyone = "";

    /// <summary>The trainer whose replica the calling thread belongs to.</summary>
    public static string CurrentTrainer => (Thread.CurrentThread.Name ?? "").Replace("akkaclip-", "", StringComparison.Ordinal);

    public static string Trainer(int number) => $"trainer-{number:D4}";

    public FaultPlan Throw(FaultPoint point, long step, string trainer = Anyone, int times = 1) =>
        Do(point, step, () => throw new InvalidOperationException($"planned fault {point} at {step}"), trainer, times);

    public FaultPlan Do(FaultPoint point, long step, Action fault, string trainer = Anyone, int times = 1)
    {
        _planned[(point, step, trainer)] = (fault, times);
        return this;
    }

    /// <summary>The host of the run; there when the run starts.</summary>
    public RunHost? Host { get; set; }

    /// <summary>Gives the registry a command while one trainer is in the middle of a step: the run cannot end before it takes effect.</summary>
    public FaultPlan Command(long step, object command) =>
        Do(FaultPoint.BeforeCompute, step, () => Host!.Registry.Ask<RunRegistry.RunAccepted>(command).GetAwaiter().GetResult(), Trainer(0));

    /// <summary>Called by the fakes: does what is planned here.</summary>
    public void Reach(FaultPoint point, long step)
    {
        foreach (var trainer in new[] { Anyone, CurrentTrainer }.Distinct())
        {
            var key = (point, step, trainer);
            if (!_planned.TryGetValue(key, out var entry))
                continue;
            if (entry.Times > 1)
                _planned[key] = entry with { Times = entry.Times - 1 };
            else
                _planned.TryRemove(key, out _);
            entry.Fault();
        }
    }

    /// <summary>Lets a trainer's parameters go wrong behind a step, as a faulty machine would.</summary>
    public FaultPlan Bend(long step, string trainer)
    {
        _bends[(step, trainer)] = true;
        return this;
    }

    public bool TakesBend(long step) => _bends.TryRemove((step, CurrentTrainer), out _);

    /// <summary>Lets a loader put another sample in place of the one at a position.</summary>
    public FaultPlan Exchange(long position)
    {
        _exchanges[position] = true;
        return this;
    }

    public bool TakesExchange(long position) => _exchanges.TryRemove(position, out _);

    /// <summary>Faults that have not happened.</summary>
    public int NumLeft => _planned.Count + _bends.Count + _exchanges.Count;
}
