using AkkaClip.Core.Exchange;

namespace AkkaClip.Actors.Training;

/// <summary>Where a synchronizer leaves the open links of a generation for the replica's thread.</summary>
internal sealed class LinksPort
{
    private readonly Lock _gate = new();
    private (int Generation, ICollective Links)? _open;

    public void Set(int generation, ICollective links)
    {
        lock (_gate)
            _open = (generation, links);
    }

    public void Clear()
    {
        lock (_gate)
            _open = null;
    }

    /// <exception cref="CollectiveFailedException">The generation has no links any more.</exception>
    public ICollective Get(int generation)
    {
        lock (_gate)
        {
            return _open is { } current && current.Generation == generation
                ? current.Links
                : throw new CollectiveFailedException($"the links of generation {generation} are closed");
        }
    }
}
