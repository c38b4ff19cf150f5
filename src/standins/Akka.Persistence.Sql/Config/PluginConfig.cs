using System.Data;
using Akka.Configuration;
using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Config;

/// <summary>What the journal and the snapshot store are both told.</summary>
internal sealed record PluginConfig(
    string Path,
    SqlDialect Dialect,
    string ConnectionString,
    bool AutoInitialize,
    bool WarnOnAutoInitFail,
    string Serializer,
    IsolationLevel ReadIsolationLevel,
    IsolationLevel WriteIsolationLevel)
{
    /// <exception cref="ConfigurationException">A value is missing, unknown or not implemented; every such key is named.</exception>
    public static PluginConfig Read(Configuration.Config config, Configuration.Config defaults, string path, IEnumerable<string> fixedKeys)
    {
        var errors = fixedKeys
            .Where(key => config.GetString(key) != defaults.GetString(key))
            .Select(key => $"{path}.{key} = {config.GetString(key)}: this stand-in of Akka.Persistence.Sql implements {defaults.GetString(key) ?? "null"} only")
            .ToList();
        var connectionString = config.GetString("connection-string");
        if (string.IsNullOrWhiteSpace(connectionString))
            errors.Add($"{path}.connection-string is empty; it says where the database is");
        var dialect = SqlDialect.Of(config.GetString("provider-name"));
        if (dialect is null)
            errors.Add($"{path}.provider-name = {config.GetString("provider-name")}: it must be one of {string.Join(", ", SqlDialect.ProviderNames)}");
        if (dialect?.ComplaintAbout(connectionString) is { } complaint)
            errors.Add($"{path}.connection-string: {complaint}");
        var read = IsolationLevelOf(config, path, "read-isolation-level", errors);
        var write = IsolationLevelOf(config, path, "write-isolation-level", errors);
        if (errors.Count > 0)
            throw new ConfigurationException(string.Join(Environment.NewLine, errors));
        return new PluginConfig(
            path, dialect, connectionString, config.GetBoolean("auto-initialize"), config.GetBoolean("warn-on-auto-init-fail"),
            config.GetString("serializer"), read, write);
    }

    private static IsolationLevel IsolationLevelOf(Configuration.Config config, string path, string key, List<string> errors)
    {
        var name = config.GetString(key);
        switch (name)
        {
            case "unspecified":
                return IsolationLevel.Unspecified;
            case "read-committed":
                return IsolationLevel.ReadCommitted;
            case "read-uncommitted":
                return IsolationLevel.ReadUncommitted;
            case "repeatable-read":
                return IsolationLevel.RepeatableRead;
            case "serializable":
                return IsolationLevel.Serializable;
            case "snapshot":
                return IsolationLevel.Snapshot;
            default:
                errors.Add($"{path}.{key} = {name}: it must be read-committed, read-uncommitted, repeatable-read, serializable, snapshot or unspecified");
                return IsolationLevel.Unspecified;
        }
    }
}
