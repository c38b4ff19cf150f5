using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;
using AkkaClip.TestSupport;

namespace AkkaClip.Actors.Tests.Runs.Simulation;

/// <summary>A real coordinator, led by what stands for a registry, and many trainers that compute nothing.</summary>
internal sealed class SimulatedRun : IAsyncDisposable
{
    private const long NumSamples = 1_000_000;

    private readonly ActorSystem _system;
    private readonly SimulationGate _gate;

    /// <param name="folder">Where the coordinator looks for checkpoints, and writes progress.</param>
    public SimulatedRun(int numTrainers, string folder)
    {
        NumTrainers = numTrainers;
        var gate = new SimulationGate(numTrainers);
        _gate = gate;
        _system = ActorSystem.Create("simulation", RunDispatchers.Config.WithFallback("akka.loglevel = WARNING"));
        var spec = RunSpecs.Run with
        {
            Name = "simulated",
            Directory = folder,
            LogEverySteps = 100,
            Training = RunSpecs.Training with { GlobalBatch = numTrainers, NumSteps = long.MaxValue / 2 },
            Trainers = RunSpecs.Run.Trainers with { Count = numTrainers, Minimum = numTrainers, ChecksumEverySteps = 100 },
            Checkpoint = RunSpecs.Run.Checkpoint with { EverySteps = 0 },
        };
        _system.ActorOf(Props.Create(() => new Registry(spec, numTrainers, gate)), "registry");
    }

    public int NumTrainers { get; }

    /// <summary>Commits that all trainers got together.</summary>
    public long NumCommits => _gate.NumCommits;

    /// <summary>All trainers are there, and none has begun a step.</summary>
    public Task Begun(TimeSpan patience) => _gate.AllHeld.WaitAsync(patience);

    /// <summary>Does all steps below this one; then everything is still.</summary>
    public Task Reach(long step, TimeSpan patience)
    {
        _gate.LetGoUntil(step);
        return _gate.AllHeld.WaitAsync(patience);
    }

    public ValueTask DisposeAsync() => new(_system.Terminate());

    /// <summary>Grants the coordinator its term and its trainers.</summary>
    private sealed class Registry : ReceiveActor
    {
        public Registry(RunSpec spec, int numTrainers, SimulationGate gate)
        {
            var run = new RunId(spec.Name);
            var samples = new SimulatedSamples(SampleSpec.Of(spec, NumSamples));
            ImmutableArray<TrainerId> trainers = [.. Enumerable.Range(0, numTrainers).Select(number => new TrainerId(string.Create(CultureInfo.InvariantCulture, $"trainer-{number:D4}")))];
            Receive<RunRegistry.BeginTerm>(_ =>
            {
                Sender.Tell(new RunCoordinator.TermBegun(1));
                Sender.Tell(new RunCoordinator.TrainersAssigned(trainers, MayGrow: false));
                foreach (var trainer in trainers)
                    Context.ActorOf(SimulatedTrainer.Props(run, trainer, Sender, gate, samples), trainer.Value);
            });
            ReceiveAny(_ => { });
            Context.ActorOf(RunCoordinator.Props(spec, new RunRegistrySettings { RestartGrace = TimeSpan.FromMinutes(10) }.Coordinator(spec, NumSamples, "")), "coordinator");
        }
    }
}
