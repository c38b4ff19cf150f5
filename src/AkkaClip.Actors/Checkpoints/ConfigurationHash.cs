using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>A hash over what the numbers of a run depend on.</summary>
public static class ConfigurationHash
{
    private static readonly JsonSerializerOptions Json = new()
    {
        IncludeFields = true, // the ranges of the augmentation are tuples
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>
    /// SHA-256 in hexadecimal. Where things lie, how often the run reports, how many trainers and threads it has, what it
    /// caches and when it gives up may change between two parts of a run; seed, model, data and optimizer may not.
    /// </summary>
    /// <param name="contents"><see cref="IRunParts.Contents"/>, in place of the paths of data, vocabulary and model.</param>
    public static string Of(RunSpec spec, string contents)
    {
        var numbers = new
        {
            spec.Seed,
            Contents = contents,
            Model = spec.Model with { Config = "", InitialWeights = Path.GetFileName(spec.Model.InitialWeights) },
            Data = spec.Data with
            {
                Paths = ImmutableArray<string>.Empty, ImageRoot = null, Vocabulary = "", PrefetchBatches = 0, Threads = 0, CacheMegabytes = 0, RemoteCacheFolder = null, RemoteCacheGigabytes = 0, MaxReplacedShare = 0,
            },
            Training = spec.Training with { MicroBatch = 0, NonFiniteLimit = 0 },
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(numbers, Json)));
    }
}
