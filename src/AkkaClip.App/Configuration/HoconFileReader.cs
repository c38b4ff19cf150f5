using System.Text;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Configuration;

/// <summary>
/// Reads HOCON files with what Akka.NET's parser leaves to its user: includes, relative to the including file, and
/// environment variables, as <c>${env.NAME}</c>.
/// </summary>
/// <remarks>
/// A file may give a default, <c>env.NAME = value</c>; the environment's own value is put behind the file's text and so
/// wins. The section <c>env</c> is taken out again once everything that refers to it is resolved.
/// </remarks>
internal sealed partial class HoconFileReader(Func<string, string?> environment)
{
    private const int MaxBytes = 1 << 20;
    private const int MaxIncludes = 16;
    private const string EnvironmentSection = "env";

    /// <exception cref="UserErrorException">The file is missing, too large, not UTF-8, or no HOCON.</exception>
    public ConfigLayer Read(string path, string workingDirectory)
    {
        var full = Path.GetFullPath(path, workingDirectory);
        return new ConfigLayer(path, Path.GetDirectoryName(full)!, new Config(ReadRoot(path, full, depth: 0)));
    }

    /// <summary>As <see cref="Read"/>, for a text that is not in a file of its own.</summary>
    public ConfigLayer Parse(string text, string name, string folder) =>
        new(name, folder, new Config(Parse(text, name, folder, depth: 0)));

    private HoconRoot ReadRoot(string path, string full, int depth)
    {
        var file = new FileInfo(full);
        if (!file.Exists)
            throw new UserErrorException(Directory.Exists(full) ? $"{path} is a folder, not a configuration file." : $"There is no configuration file {path}.");
        if (file.Length > MaxBytes)
            throw new UserErrorException($"{path} has {file.Length} bytes, too many for a configuration file (at most {MaxBytes}).");
        return Parse(Decode(path, File.ReadAllBytes(full)), path, Path.GetDirectoryName(full)!, depth);
    }

    private HoconRoot Parse(string text, string name, string folder, int depth)
    {
        HoconSyntaxCheck.Check(text, name);
        try
        {
            var root = Parser.Parse(text + EnvironmentText(text), include => Include(include, name, folder, depth));
            root.Value.GetObject().Items.Remove(EnvironmentSection);

            // Its substitutions are resolved; handed on, an including file would look for them among its own keys.
            return new HoconRoot(root.Value);
        }
        catch (Exception e) when (e is FormatException or ConfigurationException)
        {
            throw new UserErrorException($"{name}: {Explain(e.Message)}", e);
        }
    }

    private HoconRoot Include(string include, string by, string folder, int depth)
    {
        if (depth == MaxIncludes)
            throw new UserErrorException($"{by} includes '{include}', {MaxIncludes} files deep; do two files include each other?");
        var full = Path.GetFullPath(include, folder);
        return File.Exists(full)
            ? ReadRoot(full, full, depth + 1)
            : throw new UserErrorException($"{by} includes '{include}', and there is no file {full}.");
    }

    /// <summary>The values of the variables that a text names, as HOCON to stand behind it.</summary>
    private string EnvironmentText(string text)
    {
        var assignments = new StringBuilder("\n");
        foreach (var name in VariableUse().Matches(text).Select(match => match.Groups["name"].Value).Distinct())
        {
            if (environment(name) is { Length: > 0 } value)
                assignments.Append(EnvironmentSection).Append('.').Append(name).Append(" = ").Append(HoconString.Quote(value)).Append('\n');
        }
        return assignments.ToString();
    }

    private static string Explain(string message) => message.StartsWith("Unresolved substitution: env.", StringComparison.Ordinal)
        ? $"{message}. Set that environment variable, or give a default in the file: {message.Split(": ")[1]} = \"...\""
        : message.StartsWith("Unresolved substitution", StringComparison.Ordinal)
            ? $"{message}. A substitution sees the keys of its own file, and env.NAME."
            : message.Trim();

    private static string Decode(string path, byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new UserErrorException($"{path} is not UTF-8: byte {e.Index} is 0x{bytes[Math.Max(0, e.Index)]:X2}.", e);
        }
    }

    [GeneratedRegex(@"\$\{env\.(?<name>[A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex VariableUse();
}
