using Akka.Configuration;

namespace Akka.Cluster;

/// <summary>
/// The settings that must be the same on all nodes: with two ways of deciding who lives, both sides of a split might.
/// </summary>
/// <param name="DowningProvider">The downing provider's type.</param>
/// <param name="DowningStrategy">The split brain resolver's strategy; empty with another provider.</param>
internal sealed record JoinConfiguration(string DowningProvider, string DowningStrategy)
{
    public static JoinConfiguration Of(Cluster cluster)
    {
        var provider = cluster.Settings.DowningProviderType;
        Config config = cluster.System.Settings.Config;
        return new JoinConfiguration(
            provider.FullName,
            provider == typeof(SBR.SplitBrainResolverProvider) ? config.GetString("akka.cluster.split-brain-resolver.active-strategy") : "");
    }

    /// <summary>What differs in the joining node's settings; empty where nothing does.</summary>
    public string IncompatibilityOf(JoinConfiguration joining) => string.Join("; ", new[]
    {
        Difference("akka.cluster.downing-provider-class", DowningProvider, joining.DowningProvider),
        Difference("akka.cluster.split-brain-resolver.active-strategy", DowningStrategy, joining.DowningStrategy),
    }.Where(difference => difference.Length > 0));

    private static string Difference(string key, string here, string there) =>
        here == there ? "" : $"{key} is [{here}] in the cluster but [{there}] at the joining node";
}
