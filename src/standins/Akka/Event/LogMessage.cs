namespace Akka.Event;

/// <summary>A format with its arguments: it becomes text only when somebody reads it.</summary>
public abstract class LogMessage
{
    protected readonly ILogMessageFormatter Formatter;

    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    public string Format { get; }

    /// <summary>The arguments alone.</summary>
    public abstract string Unformatted();

    public abstract IEnumerable<object> Parameters();
}

internal sealed class DefaultLogMessage : LogMessage
{
    private readonly object[] _args;

    public DefaultLogMessage(ILogMessageFormatter formatter, string format, params object[] args)
        : base(formatter, format) => _args = args;

    public override string Unformatted() => string.Join(",", _args);

    public override IEnumerable<object> Parameters() => _args;

    public override string ToString() => Formatter.Format(Format, _args);
}
