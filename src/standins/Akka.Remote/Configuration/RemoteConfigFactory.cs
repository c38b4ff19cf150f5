using Akka.Configuration;

namespace Akka.Remote.Configuration;

/// <summary>The defaults of remoting.</summary>
internal static class RemoteConfigFactory
{
    public static Config Default() => FromResource("Akka.Remote.Configuration.Remote.conf");

    internal static Config FromResource(string resourceName) =>
        ConfigurationFactory.FromResource(resourceName, typeof(RemoteConfigFactory).Assembly);
}
