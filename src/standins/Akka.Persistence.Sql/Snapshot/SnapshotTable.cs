using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Snapshot;

/// <summary>The statements of the snapshot store.</summary>
internal sealed class SnapshotTable
{
    private readonly Database _database;

    public SnapshotTable(Database database) => _database = database;

    public Task SaveAsync(SnapshotMetadata metadata, Payload snapshot) => _database.WriteOneStatementAsync((connection, token) => connection
        .Command("""
            INSERT INTO snapshot(persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
            VALUES (@id, @nr, @created, @snapshot, @manifest, @serializer)
            ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET
              created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
            """)
        .With("id", metadata.PersistenceId).With("nr", metadata.SequenceNr).With("created", metadata.Timestamp.Ticks)
        .With("snapshot", snapshot.Bytes).With("manifest", snapshot.Manifest).With("serializer", snapshot.SerializerId)
        .RunAsync(token));

    /// <summary>The snapshot with the highest number that fits, or null.</summary>
    public Task<(SnapshotMetadata Metadata, Payload Snapshot)?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        _database.ReadAsync<(SnapshotMetadata, Payload)?>(async (connection, token) =>
        {
            await using var command = connection
                .Command("""
                    SELECT sequence_number, created, snapshot, manifest, serializer_id FROM snapshot
                    WHERE persistence_id = @id AND sequence_number <= @nr AND created <= @created
                    ORDER BY sequence_number DESC LIMIT 1
                    """)
                .With("id", persistenceId).With("nr", criteria.MaxSequenceNr).With("created", criteria.MaxTimeStamp.Ticks);
            await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
            if (!await reader.ReadAsync(token).ConfigureAwait(false))
                return null;
            var metadata = new SnapshotMetadata(persistenceId, reader.GetInt64(0), new DateTime(reader.GetInt64(1), DateTimeKind.Utc));
            return (metadata, new Payload(
                reader.IsDBNull(2) ? [] : (byte[])reader.GetValue(2),
                reader.IsDBNull(4) ? null : reader.GetInt32(4),
                reader.IsDBNull(3) ? "" : reader.GetString(3)));
        });

    public Task DeleteAsync(string persistenceId, long sequenceNr) => _database.WriteOneStatementAsync((connection, token) => connection
        .Command("DELETE FROM snapshot WHERE persistence_id = @id AND sequence_number = @nr")
        .With("id", persistenceId).With("nr", sequenceNr)
        .RunAsync(token));

    public Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => _database.WriteOneStatementAsync((connection, token) => connection
        .Command("DELETE FROM snapshot WHERE persistence_id = @id AND sequence_number <= @nr AND created <= @created")
        .With("id", persistenceId).With("nr", criteria.MaxSequenceNr).With("created", criteria.MaxTimeStamp.Ticks)
        .RunAsync(token));
}
