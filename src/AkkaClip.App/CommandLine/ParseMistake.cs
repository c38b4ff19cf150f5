using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using AkkaClip.App.Configuration;

namespace AkkaClip.App.CommandLine;

/// <summary>What is wrong with the words of a command line, in one line that names the verb and, for a typo, what was meant.</summary>
internal static class ParseMistake
{
    /// <summary>A group of verbs without one of them asks what there is, as <c>akkaclip</c> and <c>akkaclip run</c> do.</summary>
    public static bool IsVerbLeftOut(ParseResult parsed) =>
        parsed.Action is ParseErrorAction && parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;

    /// <summary>The mistake; null: there is none, or help or the version is asked for.</summary>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction && parsed.Action != parsed.CommandResult.Command.Action)
            return null;
        var path = string.Join(' ', Names(parsed.CommandResult));
        // Before the parser's own errors: a misspelt option is taken for an argument where one is still open, and misleads it.
        var option = OptionsTakenForArguments(parsed).Concat(parsed.UnmatchedTokens).FirstOrDefault(LooksLikeOption);
        if (option is not null)
            return $"{path} has no option {option}{Suggestion.For(option, OptionNames(parsed.CommandResult.Command))}; see {path} --help";
        if (parsed.Errors.Count == 0)
            return null;
        if (parsed.UnmatchedTokens is [var word, ..])
            return parsed.CommandResult.Command.Subcommands is { Count: > 0 } verbs
                ? $"{path} has no verb '{word}'{Suggestion.For(word, verbs.Select(verb => verb.Name))}; see {path} --help"
                : $"{path} has no use for '{word}'; see {path} --help";
        return $"{string.Join(" ", parsed.Errors.Select(Text).Distinct())} See {path} --help";
    }

    private static Stack<string> Names(CommandResult innermost)
    {
        var names = new Stack<string>();
        for (var result = innermost; result is not null; result = result.Parent as CommandResult)
            names.Push(result.Command is RootCommand ? "akkaclip" : result.Command.Name);
        return names;
    }

    private static IEnumerable<string> OptionsTakenForArguments(ParseResult parsed)
    {
        var meant = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToHashSet();
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens, (_, token) => token.Value)
            .Where(value => !meant.Contains(value));
    }

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);

    private static IEnumerable<string> OptionNames(Command command) => command.Options.SelectMany(option => option.Aliases.Prepend(option.Name));

    private static string Text(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens: [var value, ..] } => $"{option.Name} is '{value.Value}'; it must be {Kind(option.ValueType)}.",
        ArgumentResult { Argument: var argument, Tokens: [] } => $"<{argument.Name}> is missing.",
        CommandResult { Command.Arguments: var arguments } => $"{string.Join(" and ", arguments.Where(a => a.Arity.MinimumNumberOfValues > 0).Select(a => $"<{a.Name}>"))} is missing.",
        _ => error.Message,
    };

    private static string Kind(Type type) =>
        type == typeof(int) || type == typeof(long) ? "a whole number"
        : (Nullable.GetUnderlyingType(type) ?? type) == typeof(double) ? "a number"
        : $"a {type.Name.ToLowerInvariant()}";
}
