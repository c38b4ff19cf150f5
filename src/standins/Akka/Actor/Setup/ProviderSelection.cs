namespace Akka.Actor;

/// <summary>Which provider makes the actors of a system.</summary>
public abstract class ProviderSelection
{
    internal const string LocalActorRefProvider = "Akka.Actor.LocalActorRefProvider";
    internal const string RemoteActorRefProvider = "Akka.Remote.RemoteActorRefProvider, Akka.Remote";
    internal const string ClusterActorRefProvider = "Akka.Cluster.ClusterActorRefProvider, Akka.Cluster";

    private ProviderSelection(string identifier, string fqn, bool hasCluster)
    {
        Identifier = identifier;
        Fqn = fqn;
        HasCluster = hasCluster;
    }

    internal string Identifier { get; }

    internal string Fqn { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection GetProvider(string provider) => provider switch
    {
        "local" or LocalActorRefProvider => Local.Instance,
        "remote" or RemoteActorRefProvider => Remote.Instance,
        "cluster" or ClusterActorRefProvider => Cluster.Instance,
        _ => new Custom(provider),
    };

    public sealed class Local : ProviderSelection
    {
        public static readonly Local Instance = new();

        private Local() : base("local", LocalActorRefProvider, false) { }
    }

    public sealed class Remote : ProviderSelection
    {
        public static readonly Remote Instance = new();

        private Remote() : base("remote", RemoteActorRefProvider, false) { }
    }

    public sealed class Cluster : ProviderSelection
    {
        public static readonly Cluster Instance = new();

        private Cluster() : base("cluster", ClusterActorRefProvider, true) { }
    }

    public sealed class Custom : ProviderSelection
    {
        public Custom(string fqn, string identifier = null, bool hasCluster = false)
            : base(identifier ?? string.Empty, fqn, hasCluster)
        {
        }
    }
}
