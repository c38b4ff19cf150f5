using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>A hash over the part of a run's specification that its numbers depend on.</summary>
public static class ConfigurationHash
{
    private static readonly JsonSerializerOptions Json = new()
    {
        IncludeFields = true, // the ranges of the augmentation are tuples
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>
    /// SHA-256 in hexadecimal. Where the run writes, how often it reports, how many trainers and threads it has and how
    /// far it goes may change between two parts of a run; seed, model, data and optimizer may not.
    /// </summary>
    public static string Of(RunSpec spec)
    {
        var numbers = new
        {
            spec.Seed,
            spec.Model,
            Data = spec.Data with { PrefetchBatches = 0, Threads = 0 },
            Training = spec.Training with { MicroBatch = 0 },
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(numbers, Json)));
    }
}
