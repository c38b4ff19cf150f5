using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace AkkaClip.App.Nodes;

/// <summary>Writes a line to the standard error for each event that is logged; named in a node's configuration.</summary>
/// <remarks>A line holds no stack trace unless debugging is on: what operators are told is said by the message.</remarks>
public sealed class LineLogger : ReceiveActor
{
    public LineLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(happened => Console.Error.WriteLine(Line(happened, Context.System.Settings.LogLevel == "DEBUG")));
    }

    internal static string Line(LogEvent happened, bool withStackTrace)
    {
        var level = happened.LogLevel().ToString().Replace("Level", "", StringComparison.Ordinal).ToUpperInvariant();
        var cause = happened.Cause is null ? "" : withStackTrace ? $": {happened.Cause}" : $": {happened.Cause.GetType().Name}: {happened.Cause.Message}";
        var line = string.Create(CultureInfo.InvariantCulture, $"{happened.Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {level,-7} {PathOf(happened.LogSource)} {happened.Message}{cause}");
        return line.ReplaceLineEndings(" | ");
    }

    /// <summary>Of <c>[akka://akkaclip/user/runs#123]</c> and <c>Cluster (akka://akkaclip)</c>, what says something.</summary>
    private static string PathOf(string source)
    {
        var path = source.Trim('[', ']').Split('#')[0];
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? -1 : path.IndexOf('/', scheme + 3);
        return start < 0 ? path : path[start..];
    }
}
