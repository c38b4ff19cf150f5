using Akka.Configuration;

namespace Akka.Persistence.Sql.Config;

/// <summary>What a journal is told.</summary>
internal sealed record JournalConfig(
    PluginConfig Plugin,
    int BufferSize,
    int BatchSize,
    int Parallelism,
    int RowsPerStatement,
    int ReplayBatchSize,
    bool TagTable,
    string TagSeparator,
    bool UseWriterUuidColumn)
{
    private static readonly string[] FixedKeys =
    [
        "delete-compatibility-mode", "table-mapping", "prefer-parameters-on-multirow-insert", "max-row-by-row-size",
        "use-clone-connection", "materializer-dispatcher", "dao", "default.schema-name", "default.journal.table-name",
        "default.journal.columns.ordering", "default.journal.columns.deleted", "default.journal.columns.persistence-id",
        "default.journal.columns.sequence-number", "default.journal.columns.created", "default.journal.columns.tags",
        "default.journal.columns.message", "default.journal.columns.identifier", "default.journal.columns.manifest",
        "default.journal.columns.writer-uuid", "default.tag.table-name", "default.tag.columns.ordering-id",
        "default.tag.columns.tag-value", "default.tag.columns.persistence-id", "default.tag.columns.sequence-nr",
    ];

    /// <exception cref="ConfigurationException">A value is missing, unknown or not implemented.</exception>
    public static JournalConfig Read(Configuration.Config own, string path)
    {
        var config = own.WithFallback(SqlPersistence.DefaultJournalConfiguration);
        var plugin = PluginConfig.Read(config, SqlPersistence.DefaultJournalConfiguration, path, FixedKeys);
        return new JournalConfig(
            plugin,
            Positive(config, path, "buffer-size"),
            Positive(config, path, "batch-size"),
            Positive(config, path, "parallelism"),
            Positive(config, path, "db-round-trip-max-batch-size"),
            Positive(config, path, "replay-batch-size"),
            TagTableOf(config, path),
            config.GetString("tag-separator"),
            config.GetBoolean("default.journal.use-writer-uuid-column"));
    }

    private static int Positive(Configuration.Config config, string path, string key)
    {
        var value = config.GetInt(key);
        return value > 0 ? value : throw new ConfigurationException($"{path}.{key} = {value}: it must be positive");
    }

    private static bool TagTableOf(Configuration.Config config, string path) => config.GetString("tag-write-mode") switch
    {
        "TagTable" => true,
        "Csv" => false,
        var other => throw new ConfigurationException($"{path}.tag-write-mode = {other}: it must be TagTable or Csv"),
    };
}
