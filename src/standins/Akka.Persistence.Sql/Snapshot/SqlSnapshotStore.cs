using Akka.Event;
using Akka.Persistence.Snapshot;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Snapshot;

/// <summary>A snapshot store in a table of a SQLite or PostgreSQL database.</summary>
public class SqlSnapshotStore : SnapshotStore
{
    private readonly PluginConfig _config;
    private readonly Database _database;
    private readonly SnapshotTable _table;
    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;
    private readonly CancellationTokenSource _shutdown = new();

    /// <exception cref="Configuration.ConfigurationException">A value is missing, unknown or not implemented.</exception>
    public SqlSnapshotStore(Configuration.Config snapshotConfig)
    {
        _config = SnapshotConfig.Read(snapshotConfig, Self.Path.Name);
        _database = new Database(_config, _config.Dialect.CreateSnapshots(), Context.GetLogger(), _shutdown.Token);
        _table = new SnapshotTable(_database);
    }

    protected override void PreStart()
    {
        _ = _database.InitializeAsync();
        base.PreStart();
    }

    protected override void PostStop()
    {
        _shutdown.Cancel();
        base.PostStop();
    }

    protected override async Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        await _table.LoadAsync(persistenceId, criteria).ConfigureAwait(false) is { } found
            ? new SelectedSnapshot(found.Metadata, found.Snapshot.Read(_serialization))
            : null;

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot) =>
        await _table.SaveAsync(metadata, Payload.Of(snapshot, _serialization, _config.Serializer)).ConfigureAwait(false);

    protected override Task DeleteAsync(SnapshotMetadata metadata) => _table.DeleteAsync(metadata.PersistenceId, metadata.SequenceNr);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => _table.DeleteAsync(persistenceId, criteria);
}
