namespace AkkaClip.Chaos.Faults;

/// <summary>All kinds of faults, in the order in which they are shown.</summary>
public static class FaultCatalogue
{
    // A trainer's reset links are noticed at once; silence after the data plane's 2 s and a roll call; a leader's node
    // when the cluster has agreed that it is gone.
    private static readonly TimeSpan s_none = TimeSpan.Zero, s_reset = TimeSpan.FromSeconds(1), s_silence = TimeSpan.FromSeconds(5), s_takeover = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new TrainerFault("kill-trainer", "kill -9 of a trainer's node", s_reset, Blow.Kill, numVictims: 1),
        new TrainerFault("kill-two-trainers", "kill -9 of two trainers' nodes at once", s_reset, Blow.Kill, numVictims: 2),
        new TrainerFault("stop-trainer", "SIGSTOP of a trainer's node, later SIGCONT", s_silence, Blow.Freeze, numVictims: 1),
        new TrainerFault("stop-two-trainers", "SIGSTOP of two trainers' nodes at once, later SIGCONT", s_silence, Blow.Freeze, numVictims: 2),
        new LeaderFault("kill-coordinator", "kill -9 of the node that leads the run", s_takeover, Blow.Kill),
        new LeaderFault("stop-coordinator", "SIGSTOP of the node that leads the run, SIGCONT when another one does", s_takeover, Blow.Freeze),
        new EvaluatorFault("kill-evaluator", "kill -9 of the node that evaluates", s_none, Blow.Kill),
        new EvaluatorFault("stop-evaluator", "SIGSTOP of the node that evaluates, later SIGCONT", s_none, Blow.Freeze),
        new CutLinkFault("cut-link", "a trainer's node loses its network, and gets it back later", s_silence),
        new SlowLinkFault("slow-link", "a trainer's node sends at 50 Mbit/s for some steps", s_reset),
        new DatabaseFault(),
        new FullDiskFault(),
        new CheckpointFault("corrupt-checkpoint", "the newest checkpoint is corrupted, and the node that leads killed", s_takeover),
    ];

    /// <summary>The first name that is none; null: all are known.</summary>
    public static string? UnknownIn(IEnumerable<string> names) => names.FirstOrDefault(name => All.All(fault => fault.Name != name));

    public static Fault Find(string name) => All.Single(fault => fault.Name == name);
}
