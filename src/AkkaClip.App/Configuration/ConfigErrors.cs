using AkkaClip.Core.Errors;

namespace AkkaClip.App.Configuration;

/// <summary>Gathers everything that is wrong with a configuration, to tell it all at once.</summary>
internal sealed class ConfigErrors
{
    private readonly List<string> _messages = [];
    private readonly HashSet<string> _paths = [];

    /// <summary>Adds what is wrong at a path; only the first error of a path counts.</summary>
    public void Add(string file, string path, string message)
    {
        if (_paths.Add(path))
            _messages.Add($"{file}: {message}");
    }

    /// <exception cref="UserErrorException">Something was added.</exception>
    public void ThrowIfAny()
    {
        if (_messages.Count == 1)
            throw new UserErrorException(_messages[0]);
        if (_messages.Count > 1)
            throw new UserErrorException($"the configuration has {_messages.Count} errors:\n  {string.Join("\n  ", _messages)}");
    }
}
