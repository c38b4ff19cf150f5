using AkkaClip.Core.Batches;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Configs;

namespace AkkaClip.Model.Replicas;

/// <summary>
/// One copy of the model with its optimizer, driven through steps by its trainer:
/// <see cref="ComputeGradients"/>, then one of <see cref="Commit"/>, <see cref="Skip"/> or <see cref="Discard"/>.
/// </summary>
/// <remarks>
/// Used by one thread. Between <see cref="ComputeGradients"/> and <see cref="Commit"/> the parameters are those of the
/// last commit; every member of the generation holds the same global gradient.
/// </remarks>
public interface IReplica : IDisposable
{
    ModelConfig Config { get; }

    /// <summary>What its state consists of; a joiner allocates one of it to be healed.</summary>
    StateLayout Layout { get; }

    /// <summary>Commits since the seeded start; what a checkpoint and a healed joiner carry on from.</summary>
    long NumCommits { get; }

    /// <summary>Forward, exchange, loss, backward and reduction of one step; leaves the global gradient pending.</summary>
    /// <param name="batch">This rank's slice of the step's global batch; may be empty.</param>
    /// <exception cref="CollectiveFailedException">A member failed; nothing is pending, the parameters are as before.</exception>
    StepOutcome ComputeGradients(Batch batch, StepContext context, ICollective collective);

    /// <summary>Applies the pending gradient: clip, AdamW, clamp of the logit scale.</summary>
    /// <exception cref="InvalidOperationException">Nothing is pending.</exception>
    CommitResult Commit(double learningRate);

    /// <summary>Drops the pending gradient of a step that is not finite. The step counts, the parameters stay.</summary>
    void Skip();

    /// <summary>Drops a pending gradient, if there is one: the step was aborted and will be done again.</summary>
    void Discard();

    /// <summary>A hash over parameters, batch statistics and the commit count; equal on all replicas at every commit.</summary>
    ulong Checksum();

    /// <summary>A host copy of everything that <see cref="RestoreState"/> needs; safe to write while training goes on.</summary>
    ReplicaState CaptureState();

    /// <summary>A host copy of one of the parts that a checkpoint is divided into: what its files need, and no more.</summary>
    /// <param name="stripe">Which part, from 0; the first has the parameters.</param>
    ReplicaState CaptureStripe(int stripe, int numStripes);

    /// <summary>Takes over a state of the same model; a pending gradient is dropped.</summary>
    /// <exception cref="ReplicaStateException">The state belongs to another model or layout.</exception>
    void RestoreState(ReplicaState state);

    /// <summary>Unit embeddings [count, d] of uint8 images [count, 3, s, s].</summary>
    float[] EncodeImages(ReadOnlyMemory<byte> pixels, int count);

    /// <summary>Unit embeddings [count, d] of token ids [count, L].</summary>
    float[] EncodeTexts(ReadOnlyMemory<int> tokens, int count);

    /// <summary>Compute threads of the calling thread's work from now on. 0: one a core.</summary>
    void SetThreads(int threads);
}
