using Akka.Configuration;

namespace AkkaClip.Actors;

/// <summary>Where the actors run: whatever may wait for a disk has a thread of its own.</summary>
public static class RunDispatchers
{
    /// <summary>One thread an actor; for those that read and write files.</summary>
    public const string Files = "akkaclip.files-dispatcher";

    /// <summary>What an actor system needs in its configuration.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        """
        akkaclip {
          files-dispatcher { type = PinnedDispatcher }
        }
        """);
}
