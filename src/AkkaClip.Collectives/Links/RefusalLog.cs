namespace AkkaClip.Collectives.Links;

/// <summary>Says once for each source and reason that openings are refused, so that an attack does not fill the log.</summary>
internal sealed class RefusalLog(Action<string> warn)
{
    private const int MaxSources = 1024;

    private readonly HashSet<(string Source, string Reason)> _told = [];

    public void Refused(string source, string reason)
    {
        lock (_told)
        {
            if (_told.Count >= MaxSources || !_told.Add((source, reason)))
                return;
            if (_told.Count == MaxSources)
                reason += $"; {MaxSources} sources were refused, and further ones are not named";
        }
        warn($"data plane: refused a link from {source}: it {reason}");
    }
}
