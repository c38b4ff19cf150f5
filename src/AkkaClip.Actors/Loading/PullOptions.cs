using AkkaClip.Core.Membership;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Loading;

/// <summary>What a trainer needs to pull the batches of its run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Target">Their shapes.</param>
/// <param name="MaxAhead">Batches asked for before they are wanted.</param>
/// <param name="Timeout">Without an answer for so long, another node is asked too.</param>
/// <param name="Waits">Where no node gives a batch, wait for one; otherwise <see cref="NoLoaderException"/>.</param>
internal sealed record PullOptions(RunId Run, LoaderTarget Target, int MaxAhead, TimeSpan Timeout, bool Waits);
