namespace AkkaClip.App.CommandLine;

/// <summary>One line on a terminal that is written over; nothing where the output is a file or JSON. For several threads.</summary>
internal sealed class TerminalLine(Output output) : IDisposable
{
    private readonly Lock _gate = new();
    private int _width;

    /// <summary>Whether anybody sees it.</summary>
    public bool IsShown { get; } = !output.IsJson && !Console.IsErrorRedirected;

    public void Show(string text)
    {
        if (!IsShown)
            return;
        lock (_gate)
        {
            Console.Error.Write("\r" + text.PadRight(_width) + (text.Length == 0 ? "\r" : ""));
            _width = text.Length;
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_width > 0)
                Show("");
        }
    }
}
