using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>What one run is made of beside its actors. Every member may be called from any thread.</summary>
/// <remarks>Disposed of when the run's actors have stopped.</remarks>
public interface IRunParts : IDisposable
{
    /// <summary>Samples of one epoch. Opens the data, as <see cref="Contents"/> and <see cref="CreateLoader"/> do; nothing else needs them here.</summary>
    /// <exception cref="Core.Errors.UserErrorException">The data is missing or cannot be used.</exception>
    long NumSamples { get; }

    /// <summary>What the batches are for.</summary>
    LoaderTarget Target { get; }

    /// <summary>What the files of the run hold, wherever they lie: equal for the same number of samples, vocabulary and model.</summary>
    string Contents { get; }

    /// <summary>A new replica in the run's seeded start state; used by the calling thread alone from then on.</summary>
    /// <param name="device">Where it computes: cpu, cuda, cuda:1.</param>
    IReplica CreateReplica(string device);

    /// <summary>A new loader of the run's training data.</summary>
    IBatchLoader CreateLoader();

    /// <summary>Writes one of the parts that a checkpoint is divided into; returns the names of its files, none where it is empty.</summary>
    /// <param name="state">This part of it is enough: see <see cref="IReplica.CaptureStripe"/>.</param>
    IEnumerable<string> WriteState(ReplicaState state, string folder, int stripe, int numStripes);

    /// <summary>Reads what <see cref="WriteState"/> wrote, of whatever number of parts.</summary>
    ReplicaState ReadState(string folder);

    /// <summary>Evaluates a state on one task; returns named figures.</summary>
    ImmutableSortedDictionary<string, double> Evaluate(EvaluationTaskSpec task, ReplicaState state, CancellationToken cancellation);
}
