namespace AkkaClip.Core.Nodes;

/// <summary>Where the registry and the coordinators keep their events.</summary>
public sealed record PersistenceSpec
{
    public required PersistenceProvider Provider { get; init; }

    /// <summary>SQLite: the database's file, made where it is missing. PostgreSQL: not used.</summary>
    public required string File { get; init; }

    /// <summary>PostgreSQL: Host=...;Database=...;Username=...;Password=.... SQLite: not used.</summary>
    public required SecretText ConnectionString { get; init; }
}
