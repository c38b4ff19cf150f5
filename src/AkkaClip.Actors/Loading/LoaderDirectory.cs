using System.Collections.Immutable;

namespace AkkaClip.Actors.Loading;

/// <summary>Which nodes serve a run's batches, as the registry told last. Any thread may ask; one tells.</summary>
internal sealed class LoaderDirectory
{
    private volatile LoaderListing _current = new("", []);

    public LoaderListing Current => _current;

    public void Set(string configuration, ImmutableArray<LoaderAddress> loaders)
    {
        var before = _current;
        _current = new LoaderListing(configuration, loaders);
        before.Replace();
    }
}
