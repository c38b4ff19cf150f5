using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace AkkaClip.App.CommandLine;

/// <summary>Adds an "Examples" section to the help of the commands that have some.</summary>
internal static class HelpExamples
{
    private static readonly ConditionalWeakTable<Command, string[]> s_examples = [];

    /// <summary>States examples for a command: command lines as one would type them.</summary>
    public static T WithExamples<T>(this T command, params string[] examples)
        where T : Command
    {
        s_examples.Add(command, examples);
        return command;
    }

    /// <summary>Makes the help option of the whole tree print them.</summary>
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Action((HelpAction)help.Action!);
    }

    private sealed class Action(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = inner.Invoke(parseResult);
            var command = parseResult.CommandResult.Command;
            var examples = Examples(command).ToList();
            if (examples.Count == 0)
                return code;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
            return code;
        }

        // A group shows the first example of each of its verbs.
        private static IEnumerable<string> Examples(Command command) =>
            s_examples.TryGetValue(command, out var own)
                ? own
                : command.Subcommands.SelectMany(verb => Examples(verb).Take(1));
    }
}
