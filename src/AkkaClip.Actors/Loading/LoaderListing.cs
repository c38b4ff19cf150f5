using System.Collections.Immutable;

namespace AkkaClip.Actors.Loading;

/// <summary>Who serves a run's batches at one time.</summary>
/// <param name="Configuration">What the batches are made by; see <see cref="Checkpoints.ConfigurationHash"/>.</param>
/// <param name="Loaders">In the order of their names.</param>
internal sealed record LoaderListing(string Configuration, ImmutableArray<LoaderAddress> Loaders)
{
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when another listing holds.</summary>
    public Task Replaced => _replaced.Task;

    public void Replace() => _replaced.SetResult();
}
