namespace Akka.Persistence;

/// <summary>Who a persistent actor is, and where its events and snapshots are.</summary>
public interface IPersistentIdentity
{
    string PersistenceId { get; }

    /// <summary>The path of the journal's configuration; null or empty: the default journal.</summary>
    string JournalPluginId { get; }

    /// <summary>The path of the snapshot store's configuration; null or empty: the default store.</summary>
    string SnapshotPluginId { get; }
}
