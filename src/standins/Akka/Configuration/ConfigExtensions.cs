#nullable disable // As in the genuine package, whose signatures carry no nullability.

namespace Akka.Configuration;

/// <summary>For configurations that may be null.</summary>
public static class ConfigExtensions
{
    public static Config SafeWithFallback(this Config config, Config fallback) =>
        config == null ? fallback : ReferenceEquals(config, fallback) ? config : config.WithFallback(fallback);

    public static bool IsNullOrEmpty(this Config config) => config == null || config.IsEmpty;
}
