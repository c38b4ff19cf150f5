using System.Globalization;

namespace Petabridge.Cmd.Host.Palettes;

/// <summary>Keeps the last lines of the log, and hands new ones to those who listen.</summary>
internal sealed class LogMemorizer : ReceiveActor
{
    private const int NumKept = 500;

    private readonly Queue<string> _lines = [];
    private readonly HashSet<IActorRef> _listeners = [];

    public LogMemorizer()
    {
        Receive<LogEvent>(Keep);
        Receive<View>(_ => Sender.Tell(new CommandResponse(string.Join('\n', _lines))));
        Receive<Tail>(_ => _listeners.Add(Context.Watch(Sender)));
        Receive<Terminated>(gone => _listeners.Remove(gone.ActorRef));
    }

    /// <summary>Answered by what is kept.</summary>
    public sealed record View;

    /// <summary>The sender listens from now on.</summary>
    public sealed record Tail;

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(LogEvent));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private void Keep(LogEvent happened)
    {
        if (happened.LogLevel() < Logging.LogLevelFor(Context.System.Settings.LogLevel))
            return;
        var line = string.Create(CultureInfo.InvariantCulture, $"{happened.Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {happened.LogLevel()} {happened.LogSource} {happened.Message}").ReplaceLineEndings(" | ");
        _lines.Enqueue(line);
        if (_lines.Count > NumKept)
            _lines.Dequeue();
        foreach (var listener in _listeners)
            listener.Tell(new CommandResponse(line, final: false));
    }
}
