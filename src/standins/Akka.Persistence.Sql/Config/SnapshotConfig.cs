using Akka.Configuration;

namespace Akka.Persistence.Sql.Config;

/// <summary>What a snapshot store is told.</summary>
internal static class SnapshotConfig
{
    private static readonly string[] FixedKeys =
    [
        "table-mapping", "use-clone-connection", "dao", "default.schema-name", "default.snapshot.table-name",
        "default.snapshot.columns.persistence-id", "default.snapshot.columns.sequence-number",
        "default.snapshot.columns.created", "default.snapshot.columns.snapshot", "default.snapshot.columns.manifest",
        "default.snapshot.columns.serializerId",
    ];

    /// <exception cref="ConfigurationException">A value is missing, unknown or not implemented.</exception>
    public static PluginConfig Read(Configuration.Config own, string path)
    {
        var config = own.WithFallback(SqlPersistence.DefaultSnapshotConfiguration);
        return PluginConfig.Read(config, SqlPersistence.DefaultSnapshotConfiguration, path, FixedKeys);
    }
}
