using System.CommandLine;
using System.Runtime.CompilerServices;

namespace AkkaClip.App.CommandLine;

/// <summary>What a first Ctrl-C or SIGTERM means to a command.</summary>
/// <param name="Message">What the user is told it does now; empty: nothing.</param>
/// <param name="Terminated">The exit code after SIGTERM; after Ctrl-C it is <see cref="ExitCode.Interrupted"/>.</param>
internal sealed record InterruptionMeaning(string Message, int Terminated)
{
    private static readonly ConditionalWeakTable<Command, InterruptionMeaning> s_meanings = [];
    private static readonly InterruptionMeaning s_end = new("", ExitCode.Interrupted);

    public static InterruptionMeaning Of(Command command) => s_meanings.TryGetValue(command, out var meaning) ? meaning : s_end;

    /// <summary>States the meaning for a command; while the command is under way, anew.</summary>
    public static void Set(Command command, string message, int terminated = ExitCode.Interrupted) =>
        s_meanings.AddOrUpdate(command, new InterruptionMeaning(message, terminated));
}
