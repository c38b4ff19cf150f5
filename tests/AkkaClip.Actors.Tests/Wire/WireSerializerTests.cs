using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Actors.Training;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Tests.Wire;

public sealed class WireSerializerTests : TestKit
{
    private static readonly RunId Run = new("a run");
    private static readonly TrainerId One = new("a-0000"), Two = new("b-0000");
    private static readonly Generation Generation = Generation.Of(Run, 3, 5, [One, Two]);
    private static readonly StepStamp Stamp = Generation.Stamp(5);
    private static readonly SampleDigest Samples = new(7, ulong.MaxValue, 1);
    private static readonly StripeOrder Order = new("/runs/a run/checkpoints/.writing", 1, 2);
    private static readonly ImmutableArray<CheckpointFile> Files = [new("optimizer.safetensors", 12, "abc")];

    private WireSerializer Serializer => new((ExtendedActorSystem)Sys);

    /// <summary>One of every message that travels.</summary>
    private IEnumerable<IWireMessage> Messages =>
    [
        new Trainer.StartGeneration(new GenerationPlan(Generation, StateOrigin.Living, One, [Two], 0.25, 2, null, true), ["one:1", "two:2"], FakeParts.Samples.Stream),
        new Trainer.CommitStep(Stamp, 1e-3, Order, true, false, 4),
        new Trainer.Proceed(Stamp),
        new Trainer.TakeSnapshot(Stamp, Order),
        new Trainer.Follow(Run, 4),
        new RunCoordinator.TrainerReady(Run, new TrainerStanding(One, 5, 5, 2, 3), 4, 3, "one:1", [new LedgerEntry(5, 3, Samples)], IsPrepared: true),
        new RunCoordinator.TrainerFailed(Run, One, "it threw"),
        new RunCoordinator.GenerationEntered(Stamp, One, ulong.MaxValue),
        new RunCoordinator.StepReduced(Stamp, One, new StepOutcome(5, double.NaN, 2.5, false, 14.3, default), TimeSpan.FromMilliseconds(3), 1, Samples),
        new RunCoordinator.StepFailed(Stamp, One, "rank 1 left", Two),
        new RunCoordinator.StepCommitted(Stamp, One, null),
        new RunCoordinator.SnapshotTaken(Run, One, 6),
        new RunCoordinator.StripeWritten(Run, One, 6, Order, Files),
        new RunCoordinator.StripeNotWritten(Run, One, 6, Order, "no space"),
        new RunCoordinator.TrainingRefused(Run, One, "no data"),
        new RunCoordinator.LoaderFailed(Run, One, "silent"),
        new NodeAgent.NodeOffer("a", ["cpu", "cuda:1"], true, [new NodeAgent.HostedTrainer(Run, One)], "a:1", [new NodeAgent.ServedRun(Run, "hash")], IsLeaving: true),
        new NodeAgent.NodeDrained("a"),
        new NodeAgent.ServeRun(Specs.Run("/runs/a run"), "hash"),
        new NodeAgent.LoadingRefused(Run, "a", "no data"),
        new NodeAgent.UseLoaders(Run, "hash", [new LoaderAddress("a", "a:1")]),
        new NodeAgent.PrepareRun(Specs.Run("/runs/a run")),
        new NodeAgent.RunPrepared("a run", 21, "hash"),
        new NodeAgent.RunNotPrepared("a run", "no data"),
        new NodeAgent.HostTrainer(Specs.Run("/runs/a run"), One, "cuda:1", TestActor, 4),
        new NodeAgent.ReleaseTrainer(Run, One),
        new NodeAgent.FollowCoordinator(Run, TestActor, 4),
        new NodeAgent.EvaluateCheckpoint(Specs.Run("/runs/a run"), new Evaluator.Evaluate(Run, 6, "/runs", Specs.Task)),
        new NodeAgent.CloseRun(Run),
        new NodeAgent.RunClosed(Run, "a"),
        new NodeAgent.TrainerGivenUp(Run, One),
        new Evaluator.Evaluate(Run, 6, "/runs", Specs.Task),
        new Evaluator.EvaluationDone(Run, 6, "colours", ImmutableSortedDictionary<string, double>.Empty.Add("r@1", 0.5)),
        new Evaluator.EvaluationFailed(Run, 6, "colours", "it threw"),
        new RunRegistry.SubmitRun(Specs.Run("/runs/a run")),
        new RunRegistry.RunAccepted("a run", DateTimeOffset.UnixEpoch),
        new RunRegistry.RegistryWaits("no database"),
        new RunRegistry.RunRefused("a run", "taken"),
        new RunRegistry.GetRuns(),
        new RunRegistry.RunList([Status], new JournalStatus(DateTimeOffset.UnixEpoch, "locked", 3)),
        new RunRegistry.GetRun("a run"),
        new RunRegistry.RunFound(Status, JournalStatus.Fine),
        new RunRegistry.PauseRun("a run"),
        new RunRegistry.ResumeRun("a run"),
        new RunRegistry.SaveRun("a run", Evaluate: true),
        new NodeAgent.Drain(),
        new NodeAgent.Drained(),
        new RunRegistry.GetNodes(),
        new RunRegistry.NodeList([new NodeStatus("a", "akka.tcp://akkaclip@a:4053", 2, true, [new NodeAgent.HostedTrainer(Run, One)])]),
        new RunRegistry.StopRun("a run", "enough"),
        new RunRegistry.WatchRun("a run", DateTimeOffset.UnixEpoch),
        new RunRegistry.RunEnded(Run, RunState.Completed, "done", 12, null),
        new RegistryEvent.TermBegun(3, "a run", 2, DateTimeOffset.UnixEpoch),
        new RegistryEvent.RunTaken(4, "a run", Specs.Run("/runs/a run"), 21, "hash", "ticket", DateTimeOffset.UnixEpoch),
        new RunEvent.TrainerHealed("a run", "a-0000", "b-0000", 5),
    ];

    private static RunStatus Status => new(
        Record,
        DateTimeOffset.UnixEpoch,
        new RunStatus.PoolShare(1, 4, 2),
        [new RunStatus.Member("a-0000", "a", "cpu")],
        3,
        RunFigures.None.Apply(new RunEvent.StepAborted("a run", 5, "a-0000 is lost")).Apply(
            new RunEvent.Evaluated("a run", 5, "colours", ImmutableSortedDictionary<string, double>.Empty.Add("r@1", double.NaN))));

    private static RunRecord Record => new("a run", "/runs/a run", RunState.Training, "it goes on", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    [Fact]
    public void Every_message_arrives_as_it_was_sent()
    {
        foreach (var message in Messages)
        {
            var bytes = Serializer.ToBinary(message);
            var arrived = Serializer.FromBinary(bytes, Serializer.Manifest(message));

            Assert.IsType(message.GetType(), arrived);
            Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(Serializer.ToBinary(arrived)));
        }
    }

    [Fact]
    public void No_message_is_forgotten_here() =>
        Assert.Equal(WireSerializer.Manifests.Order(StringComparer.Ordinal), Messages.Select(Serializer.Manifest).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void References_and_values_survive()
    {
        var host = new NodeAgent.HostTrainer(Specs.Run("/runs/a run"), One, "cuda:1", TestActor, 4);
        var arrived = (NodeAgent.HostTrainer)Serializer.FromBinary(Serializer.ToBinary(host), Serializer.Manifest(host));

        Assert.Equal(TestActor, arrived.Coordinator);
        Assert.Equal((0.9, 1.0), (arrived.Spec.Training.Beta1, arrived.Spec.Data.Augmentation.CropScale.Max));
        arrived.Coordinator.Tell("it works");
        ExpectMsg("it works");
    }

    [Theory]
    [InlineData("RunRegistry.Sing", "{}")]
    [InlineData("RunRegistry.GetRun", "{\"Run\":\"a\",\"Loudly\":true}")]
    [InlineData("RunRegistry.GetRun", "{\"Run\":")]
    [InlineData("Trainer.Proceed", "[]")]
    [InlineData("Trainer.StartGeneration", "{\"Plan\":{\"Generation\":{\"Run\":{\"Value\":\"a\"},\"Number\":0,\"FirstStep\":0,\"Members\":[]}}}")]
    public void What_is_of_another_version_is_refused_by_name(string manifest, string content)
    {
        var refused = Assert.Throws<SerializationException>(() => Serializer.FromBinary(Encoding.UTF8.GetBytes(content), manifest));

        Assert.Contains(manifest, refused.Message, StringComparison.Ordinal);
        Assert.Contains("version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_by_name_and_so_costs_no_connection()
    {
        var refused = Assert.Throws<SerializationException>(() => Serializer.ToBinary(new Unwritable(0)));

        Assert.Contains("WireSerializerTests.Unwritable", refused.Message, StringComparison.Ordinal);
    }

    // JSON has no pointers.
    private sealed record Unwritable(nint Handle) : IWireMessage;
}
