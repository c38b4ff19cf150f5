using System.Globalization;

namespace AkkaClip.App.CommandLine;

/// <summary>How far long work is, on one line of a terminal.</summary>
internal sealed class ProgressLine : IProgress<long>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TerminalLine _line;
    private readonly string _what;
    private readonly long _total;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _done;

    /// <param name="output">Whether anything is shown at all.</param>
    /// <param name="what">What is counted: pictures, samples.</param>
    /// <param name="total">How many there will be.</param>
    public ProgressLine(Output output, string what, long total) => (_line, _what, _total) = (new TerminalLine(output), what, total);

    public void Report(long value)
    {
        if (!_line.IsShown)
            return;
        lock (_gate)
        {
            if (value <= _done)
                return;
            _done = value;
            var rate = value / Math.Max(1e-3, TimeProvider.System.GetElapsedTime(_start).TotalSeconds);
            _line.Show(string.Create(CultureInfo.InvariantCulture, $"{value:N0} of {_total:N0} {_what}, {rate:N0}/s"));
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose() => _line.Dispose();
}
