using System.Globalization;

namespace AkkaClip.App.CommandLine;

/// <summary>One line on a terminal that is written over as long work goes on; nothing where the output is a file or JSON.</summary>
internal sealed class ProgressLine : IProgress<long>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _what;
    private readonly long _total;
    private readonly bool _shown;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _done;
    private int _width;

    /// <param name="output">Whether anything is shown at all.</param>
    /// <param name="what">What is counted: pictures, samples.</param>
    /// <param name="total">How many there will be.</param>
    public ProgressLine(Output output, string what, long total)
    {
        (_what, _total) = (what, total);
        _shown = !output.IsJson && !Console.IsErrorRedirected;
    }

    public void Report(long value)
    {
        if (!_shown)
            return;
        lock (_gate)
        {
            if (value <= _done)
                return;
            _done = value;
            var rate = value / Math.Max(1e-3, TimeProvider.System.GetElapsedTime(_start).TotalSeconds);
            Write(string.Create(CultureInfo.InvariantCulture, $"{value:N0} of {_total:N0} {_what}, {rate:N0}/s"));
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_width > 0)
                Write("");
            _width = 0;
        }
    }

    private void Write(string text)
    {
        Console.Error.Write("\r" + text.PadRight(_width) + (text.Length == 0 ? "\r" : ""));
        _width = text.Length;
    }
}
