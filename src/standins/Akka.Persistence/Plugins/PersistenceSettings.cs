using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence;

/// <summary>The settings of persistence that belong to no plugin.</summary>
public sealed class PersistenceSettings : Settings
{
    public PersistenceSettings(ActorSystem system, Config config)
        : base(system, config) => Internal = new InternalSettings(config);

    public InternalSettings Internal { get; }

    /// <summary>For tests of plugins.</summary>
    public sealed class InternalSettings
    {
        public InternalSettings(Config config) => PublishPluginCommands = config.GetBoolean("publish-plugin-commands");

        /// <summary>Whether plugins publish on the event stream what they have done.</summary>
        public bool PublishPluginCommands { get; }
    }
}
