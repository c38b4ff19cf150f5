using System.CommandLine;
using AkkaClip.App.Commands;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.CommandLine;

/// <summary>The whole command line: the verbs, and how their errors become one line and an exit code.</summary>
internal static class AkkaClipCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Build();
        var parsed = root.Parse(args);
        if (ParseMistake.IsVerbLeftOut(parsed))
            parsed = root.Parse([.. args, "--help"]);
        else if (ParseMistake.Of(parsed) is { } mistake)
        {
            await Console.Error.WriteLineAsync($"akkaclip: {mistake}");
            return ExitCode.UserError;
        }

        // No forced end after Ctrl-C: a run finishes its step and writes a checkpoint first.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        using var interruption = new Interruption(parsed.CommandResult.Command);
        try
        {
            var code = await parsed.InvokeAsync(invocation, interruption.Token);
            return interruption.Requested ? interruption.ExitCode : code;
        }
        catch (OperationCanceledException) when (interruption.Requested)
        {
            return interruption.ExitCode;
        }
        catch (Exception e) when (UserMistake(e) is { } message)
        {
            await Console.Error.WriteLineAsync($"akkaclip: {message}");
            return ExitCode.UserError;
        }
        catch (IOException e)
        {
            // No space left, a folder that went away: the message of the system says which path.
            await Console.Error.WriteLineAsync($"akkaclip: {e.Message}");
            return ExitCode.Failure;
        }
    }

    /// <summary>The command tree; also what the tests parse against.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("Trains, evaluates and studies CLIP models on a fault-tolerant actor cluster.");
        foreach (var verb in Verbs())
            root.Subcommands.Add(verb);
        HelpExamples.AddTo(root);
        return root;
    }

    private static IEnumerable<Command> Verbs()
    {
        yield return QuickstartCommand.Build();
        yield return RunCommand.Build();
        yield return NodeCommand.Build();
        yield return EvalCommand.Build();
        yield return ScalingCommand.Build();
        yield return DataCommand.Build();
        yield return TokenizerCommand.Build();
        yield return CheckpointCommand.Build();
        yield return ModelCommand.Build();
    }

    private static string? UserMistake(Exception error) => error switch
    {
        UserErrorException => error.Message,
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => error.Message,
        AggregateException { InnerExceptions: [var only] } => UserMistake(only),
        _ => null,
    };
}
