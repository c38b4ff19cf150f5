using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Results;
using AkkaClip.Evaluation.Tasks;
using AkkaClip.Model.Checkpoints;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Parts;

/// <summary>The data, the tokenizer, the model and the evaluations that a run's specification names.</summary>
public sealed class RunParts : IRunParts, IDisposable
{
    private readonly RunSpec _spec;
    private readonly TimeProvider _time;
    private readonly ClipTokenizer _tokenizer;
    private readonly ReplicaOptions _options;
    private readonly StateLayout _layout;
    private readonly Lock _gate = new();
    private ISampleSource? _source;

    /// <summary>Resolves the model; the data is opened where it is needed.</summary>
    /// <exception cref="Core.Errors.UserErrorException">Something that the specification names is missing or does not fit.</exception>
    public RunParts(RunSpec spec, TimeProvider time)
    {
        (_spec, _time) = (spec, time);
        _tokenizer = ClipTokenizer.Load(spec.Data.Vocabulary);
        _options = ReplicaOptions.From(spec, _tokenizer.VocabularySize);
        _layout = StateLayout.Of(_options);
        Target = new LoaderTarget
        {
            ImageSize = _options.Config.Vision.ImageSize,
            ContextLength = _options.Config.Text.ContextLength,
            GlobalBatch = spec.Training.GlobalBatch,
            Seed = spec.Seed,
        };
    }

    public long NumSamples => Source.Count;

    public LoaderTarget Target { get; }

    public string Contents => new JsonObject
    {
        ["samples"] = Source.Count,
        ["vocabulary"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_spec.Data.Vocabulary))),
        ["model"] = ModelConfigWriter.Write(_options.Config),
    }.ToJsonString();

    public IReplica CreateReplica(string device) => Replica.Create(_options with { Device = device }, _time);

    public IBatchLoader CreateLoader() => new BatchLoader(Source, _tokenizer, _spec.Data, Target);

    public IEnumerable<string> WriteState(ReplicaState state, string folder, int stripe, int numStripes)
    {
        var written = ReplicaFiles.WriteStripe(state, _spec.Data.Augmentation, folder, stripe, numStripes);
        if (stripe != 0)
            return written;
        // With its vocabulary a checkpoint can be used wherever it is copied to.
        File.Copy(_spec.Data.Vocabulary, Path.Combine(folder, CheckpointModel.VocabularyFile), overwrite: true);
        return written.Append(CheckpointModel.VocabularyFile);
    }

    public ReplicaState ReadState(string folder) => ReplicaFiles.Read(_layout, folder);

    public ImmutableSortedDictionary<string, double> Evaluate(EvaluationTaskSpec task, ReplicaState state, CancellationToken cancellation)
    {
        using var replica = Replica.Create(_options with { InitialWeights = null }, _time);
        replica.RestoreState(state);
        using var data = SampleSourceFactory.Open(task.Data);
        var model = new EvaluatedModel(_options.Config.Name, $"{_spec.Name}, step {state.NumCommits}");
        var result = new EvaluationRunner(new ReplicaEmbeddings(replica), _tokenizer, model).Run(task, data, cancellation: cancellation);
        WriteResult(result, state.NumCommits);
        return result.Metrics.ToImmutableSortedDictionary(metric => metric.Name, metric => metric.Value);
    }

    public void Dispose() => _source?.Dispose();

    private ISampleSource Source
    {
        get
        {
            lock (_gate)
                return _source ??= SampleSourceFactory.Open(_spec.Data);
        }
    }

    private void WriteResult(EvaluationResult result, long step)
    {
        var folder = Path.Combine(_spec.Directory, "evaluations");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, FormattableString.Invariant($"step-{step:D8}-{result.Dataset}.json")), result.ToJson() + "\n");
    }
}
