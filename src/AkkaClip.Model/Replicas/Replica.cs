using System.Runtime.InteropServices;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused;
using AkkaClip.Model.Losses;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <inheritdoc cref="IReplica"/>
public sealed class Replica : IReplica
{
    /// <summary>Added to the norm before it divides, as PyTorch's clipping does.</summary>
    private const double ClipEpsilon = 1e-6;

    private const int EncodeBatch = 128;

    private readonly ReplicaOptions _options;
    private readonly TimeProvider _time;
    private readonly ClipModel _model;
    private readonly IContrastiveLoss _loss;
    private readonly IAdamW _optimizer;
    private (int GlobalBatch, double GradientNorm)? _pending;
    private ShardSums? _gradientSums;

    private Replica(ReplicaOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _model = ClipModel.Create(options);
        _loss = options.Loss == LossKind.Clip ? new ClipLoss() : new SigLipLoss();
        _optimizer = OptimizerFactory.Create(options.Optimizer, _model.Parameters, _model.Towers);
    }

    public ModelConfig Config => _options.Config;

    public StateLayout Layout => _model.Layout;

    public long NumCommits { get; private set; }

    internal ClipModel Model => _model;

    /// <exception cref="UserErrorException">The options contradict each other, or name weights that do not fit.</exception>
    public static Replica Create(ReplicaOptions options, TimeProvider time)
    {
        options.Validate();
        return new Replica(options, time);
    }

    public StepOutcome ComputeGradients(Batch batch, StepContext context, ICollective collective)
    {
        Discard();
        CheckFit(batch, context, collective);
        collective.BeginStep(context.Step);
        var logitScale = _model.LogitScale;
        try
        {
            _model.Statistics.Shared = collective.WorldSize > 1 ? collective : null;
            var step = new GradientStep(
                _model, _loss, new MicroBatches(batch, context.Parts(collective.Rank), _options), context, collective, GradientSums(context, collective), new PhaseClock(_time));
            _pending = (context.GlobalBatch, 0);
            var (loss, timings) = step.Run();
            var norm = _optimizer.GradientNorm();
            _pending = (context.GlobalBatch, norm);
            return new StepOutcome(
                context.Step, loss, norm, double.IsFinite(loss) && double.IsFinite(norm), logitScale, timings);
        }
        catch
        {
            // Whatever it was, half a gradient must not stay behind.
            Discard();
            throw;
        }
    }

    public CommitResult Commit(double learningRate)
    {
        var (globalBatch, norm) = _pending ?? throw new InvalidOperationException("There is no gradient to commit.");
        var maxNorm = _options.Optimizer.ClipNorm;
        var clipFactor = maxNorm > 0 ? Math.Min(1, maxNorm / (norm + ClipEpsilon)) : 1;
        _pending = null;
        NumCommits++;
        _optimizer.Update(learningRate, clipFactor, NumCommits);
        _model.ClampLogitScale();
        _model.Statistics.Commit(globalBatch);
        return new CommitResult(NumCommits, clipFactor, _model.LogitScale);
    }

    public void Skip()
    {
        if (_pending is null)
            throw new InvalidOperationException("There is no gradient to skip.");
        Discard();
    }

    public void Discard()
    {
        if (_pending is null)
            return;
        _pending = null;
        _model.Towers.Images.Forget();
        _model.Towers.Texts.Forget();
        _model.Statistics.Discard();
        _model.Parameters.ZeroGradients();
    }

    public ulong Checksum()
    {
        var hash = new ParameterHash((ulong)NumCommits);
        hash.Add(MemoryMarshal.AsBytes<float>(TensorCopy.ToHost(_model.Parameters.Values)));
        hash.Add(MemoryMarshal.AsBytes<float>(TensorCopy.ToHost(_model.Statistics.Running)));
        return hash.Value;
    }

    public ReplicaState CaptureState() => Capture(withValues: true, 0, checked((int)Layout.Parameters.TrainedLength));

    public ReplicaState CaptureStripe(int stripe, int numStripes)
    {
        var (start, length) = StateStripes.Moments(Layout, stripe, numStripes);
        return Capture(withValues: stripe == 0, start, length);
    }

    public void RestoreState(ReplicaState state)
    {
        if (!Layout.Equivalent(state.Layout))
            throw new ReplicaStateException($"The state is of the model {state.Layout.Config.Name}, laid out differently from {Config.Name}.");
        Discard();
        _model.Load(state);
        _optimizer.RestoreMoments(state.FirstMoments, state.SecondMoments);
        NumCommits = state.NumCommits;
    }

    public float[] EncodeImages(ReadOnlyMemory<byte> pixels, int count)
    {
        var imageBytes = 3 * Config.Vision.ImageSize * Config.Vision.ImageSize;
        CheckLength(pixels.Length, count, imageBytes, "bytes of pixels");
        return Encode(_model.Towers.Images, count, (first, part) =>
            new ImageInput(pixels.Slice(first * imageBytes, part * imageBytes), part, ReadOnlyMemory<int>.Empty));
    }

    public float[] EncodeTexts(ReadOnlyMemory<int> tokens, int count)
    {
        var length = Config.Text.ContextLength;
        CheckLength(tokens.Length, count, length, "tokens");
        return Encode(_model.Towers.Texts, count, (first, part) => new TextInput(tokens.Slice(first * length, part * length), part));
    }

    public void SetThreads(int threads)
    {
        set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        FusedKernels.SetThreads(threads);
    }

    public void Dispose()
    {
        _gradientSums?.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
    }

    private ReplicaState Capture(bool withValues, int start, int length) => new()
    {
        Layout = Layout,
        Values = withValues ? TensorCopy.ToHost(_model.Parameters.Values) : [],
        MomentsStart = start,
        FirstMoments = _optimizer.CopyFirstMoments(start, length),
        SecondMoments = _optimizer.CopySecondMoments(start, length),
        Statistics = TensorCopy.ToHost(_model.Statistics.Running),
        Counters = [NumCommits, _model.Statistics.BatchesTracked],
    };

    private float[] Encode<TInput>(ITower<TInput> tower, int count, Func<int, int, TInput> input)
    {
        var rows = new float[count * Config.EmbedDim];
        for (var first = 0; first < count; first += EncodeBatch)
        {
            using var scope = NewDisposeScope();
            var part = Math.Min(EncodeBatch, count - first);
            using var features = tower.Forward(input(first, part), ForwardPass.Evaluation);
            using var units = new UnitEmbeddings(features);
            TensorCopy.ToHost(units.Units_BD.flatten()).CopyTo(rows, first * Config.EmbedDim);
        }

        return rows;
    }

    /// <summary>Buffers for the gradients of this rank's logical shards, kept from step to step; null: there are none.</summary>
    private ShardSums? GradientSums(StepContext context, ICollective collective)
    {
        if (context.IsSharded && _gradientSums?.NumShards == context.Shards[collective.Rank].Length)
            return _gradientSums;
        _gradientSums?.Dispose();
        return _gradientSums = context.IsSharded ? new ShardSums(_model.Parameters.Gradients, context.Shards[collective.Rank].Length) : null;
    }

    private void CheckFit(Batch batch, StepContext context, ICollective collective)
    {
        if (context.SliceSizes.Length != collective.WorldSize)
            throw new ArgumentException($"{context.SliceSizes.Length} slices were given for {collective.WorldSize} ranks.", nameof(context));
        if (batch.Count != context.SliceSizes[collective.Rank])
            throw new ArgumentException($"The batch has {batch.Count} samples; rank {collective.Rank} was to have {context.SliceSizes[collective.Rank]}.", nameof(batch));
        if (context.IsSharded && !context.Shards.Select(shards => shards.Sum()).SequenceEqual(context.SliceSizes))
            throw new ArgumentException("The logical shards of the ranks do not add up to their slices.", nameof(context));
        if (batch.ImageSize != Config.Vision.ImageSize)
            throw new ArgumentException($"The batch has images of {batch.ImageSize} px; the model takes {Config.Vision.ImageSize}.", nameof(batch));
        if (batch.ContextLength != Config.Text.ContextLength)
            throw new ArgumentException($"The batch has texts of {batch.ContextLength} tokens; the model takes {Config.Text.ContextLength}.", nameof(batch));
        CheckLength(batch.Pixels.Length, batch.Count, 3 * batch.ImageSize * batch.ImageSize, "bytes of pixels");
        CheckLength(batch.Tokens.Length, batch.Count, batch.ContextLength, "tokens");
        if (_options.SharesBatchStatistics && context.IsSharded)
            throw new UserErrorException("model.sync-batch-norm shares statistics of the whole batch, which training.logical-shards never computes at once; switch one of them off.");
        if (_options.SharesBatchStatistics && context.SliceSizes.Contains(0))
            throw new UserErrorException("model.sync-batch-norm needs samples on every trainer; use fewer trainers or a larger training.global-batch.");
    }

    private static void CheckLength(int length, int count, int each, string what)
    {
        if (length != (long)count * each)
            throw new ArgumentException($"{length} {what} were given for {count} samples; {(long)count * each} are needed.");
    }
}
