using System.Text;

namespace AkkaClip.TestSupport.Processes;

/// <summary>What a process writes, as it comes.</summary>
internal sealed class Transcript
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private bool _ended;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Transcript(TextReader reader) => Whole = ReadAsync(reader);

    /// <summary>All of it, when the process has ended.</summary>
    public Task<string> Whole { get; }

    /// <summary>Waits until a text has been written, and returns the line that begins with it, as far as it is there.</summary>
    public async Task<string> ContainsAsync(string expected)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                var text = _text.ToString();
                if (text.IndexOf(expected, StringComparison.Ordinal) is var at and >= 0)
                    return text[at..].Split('\n')[0];
                if (_ended)
                    throw new InvalidOperationException($"the process ended without '{expected}': {_text}");
                more = _more.Task;
            }
            await more.WaitAsync(s_limit);
        }
    }

    private async Task<string> ReadAsync(TextReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is var count and > 0)
            Append(buffer.AsSpan(0, count));
        Append([]);
        return _text.ToString();
    }

    private void Append(ReadOnlySpan<char> read)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            _text.Append(read);
            waiting = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ended = read.IsEmpty;
        }
        waiting.SetResult();
    }
}
