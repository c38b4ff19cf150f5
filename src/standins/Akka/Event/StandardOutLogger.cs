namespace Akka.Event;

/// <summary>Writes log events to the console, in colours where it has them.</summary>
public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock OneLine = new();

    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    public static bool UseColors { get; set; } = true;

    protected override void Log(object message)
    {
        if (message is not LogEvent logEvent)
        {
            Console.WriteLine(message);
            return;
        }
        try
        {
            Write(logEvent.ToString(), ColorOf(logEvent.LogLevel()));
        }
        catch (FormatException ex)
        {
            // The format and the arguments do not fit: show both, apart.
            var raw = logEvent.Message is LogMessage message2
                ? $" str=[{message2.Format}], args=[{message2.Unformatted()}]"
                : logEvent.Message;
            Write(
                $"[ERROR][{logEvent.Timestamp}][Thread {logEvent.Thread.ManagedThreadId:0000}][{nameof(StandardOutLogger)}] " +
                $"Encountered System.FormatException while recording log: [{logEvent.LogLevel().PrettyNameFor()}][{logEvent.LogSource}]. " +
                $"{ex.Message}{raw} Please take a look at the logging call where this occurred and fix your format string.",
                ErrorColor);
        }
    }

    private static ConsoleColor ColorOf(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => DebugColor,
        LogLevel.InfoLevel => InfoColor,
        LogLevel.WarningLevel => WarningColor,
        _ => ErrorColor,
    };

    private static void Write(string line, ConsoleColor color)
    {
        lock (OneLine)
        {
            if (!UseColors || Console.IsOutputRedirected)
            {
                Console.WriteLine(line);
                return;
            }
            Console.ForegroundColor = color;
            Console.WriteLine(line);
            Console.ResetColor();
        }
    }
}
