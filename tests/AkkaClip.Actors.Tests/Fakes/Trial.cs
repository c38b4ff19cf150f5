using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>Everything that a finished run left to compare.</summary>
/// <param name="Ended">How it ended.</param>
/// <param name="Events">What happened, in order.</param>
/// <param name="FinalState">The content of its newest checkpoint; empty: it has none.</param>
/// <param name="Audit">What its sample ledger proves; a run that ends otherwise than as failed has a clean one, or the trial fails.</param>
internal sealed record Trial(RunRegistry.RunEnded Ended, ImmutableArray<RunEvent> Events, string FinalState, LedgerAudit Audit)
{
    /// <summary>A run that hangs fails its test after so long; nothing depends on the value.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The loss of every step, by the last record of it.</summary>
    public ImmutableSortedDictionary<long, double> Losses =>
        Of<RunEvent.Progressed>().Aggregate(
            ImmutableSortedDictionary<long, double>.Empty, (losses, progress) => losses.SetItem(progress.Step, progress.Loss));

    public IEnumerable<TEvent> Of<TEvent>()
        where TEvent : RunEvent => Events.OfType<TEvent>();

    /// <summary>Runs a specification to its end.</summary>
    /// <param name="during">Called with every event as it happens.</param>
    public static async Task<Trial> Run<TParts>(RunSpec spec, TParts parts, Action<RunHost, LocalRun, RunEvent>? during = null)
        where TParts : IRunParts, IFaulty
    {
        await using var host = new RunHost(_ => parts, config: "akka.loglevel = OFF");
        parts.Faults.Host = host;
        using var run = await host.SubmitAsync(spec);
        var events = ImmutableArray.CreateBuilder<RunEvent>();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var happened in run.Events.WithCancellation(patience.Token))
            {
                events.Add(happened);
                during?.Invoke(host, run, happened);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"the run hangs; the last it said: {string.Join("\n", events.TakeLast(12))}");
        }

        var ended = await run.Completion;
        var state = ended.CheckpointFolder is { } folder ? await File.ReadAllTextAsync(Path.Combine(folder, "state.txt")) : "";
        var audit = LedgerAudit.Of(LedgerFile.Read(spec.Directory), ended.NumSteps);
        Assert.True(audit.IsClean && (ended.State == RunState.Failed || audit.NumSteps == ended.NumSteps), $"{audit}: {string.Join("; ", audit.Problems)}");
        return new Trial(ended, events.ToImmutable(), state, audit);
    }

    /// <summary>Runs a specification in a folder of its own.</summary>
    public static async Task<Trial> Run(FaultPlan? faults = null, Func<RunSpec, RunSpec>? vary = null)
    {
        using var folder = new RunFolder();
        var spec = Specs.Run(folder.Path);
        return await Run(vary is null ? spec : vary(spec), new FakeParts(faults ?? new FaultPlan()));
    }
}
