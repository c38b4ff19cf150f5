using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using AkkaClip.App.Commands;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.CommandLine;

/// <summary>The whole command line: the verbs, and how their errors become one line and an exit code.</summary>
internal static class AkkaClipCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Action is ParseErrorAction mistake)
        {
            mistake.ShowHelp = false;
            mistake.ShowTypoCorrections = true;
            await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            await Console.Error.WriteLineAsync($"See {HelpPath(parsed)} --help.");
            return ExitCode.UserError;
        }

        // No forced end after Ctrl-C: a run finishes its step and writes a checkpoint first.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        using var interruption = new Interruption();
        try
        {
            var code = await parsed.InvokeAsync(invocation, interruption.Token);
            return interruption.Requested ? ExitCode.Interrupted : code;
        }
        catch (OperationCanceledException) when (interruption.Requested)
        {
            return ExitCode.Interrupted;
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
        yield return EvalCommand.Build();
        yield return DataCommand.Build();
        yield return TokenizerCommand.Build();
        yield return CheckpointCommand.Build();
        yield return ModelCommand.Build();
    }

    private static string HelpPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (var symbol = parsed.CommandResult; symbol is not null; symbol = symbol.Parent as CommandResult)
            names.Insert(0, symbol.Command is RootCommand ? "akkaclip" : symbol.Command.Name);
        return string.Join(' ', names);
    }

    private static string? UserMistake(Exception error) => error switch
    {
        UserErrorException => error.Message,
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => error.Message,
        AggregateException { InnerExceptions: [var only] } => UserMistake(only),
        _ => null,
    };
}
