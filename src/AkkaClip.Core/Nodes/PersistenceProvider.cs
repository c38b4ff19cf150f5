namespace AkkaClip.Core.Nodes;

public enum PersistenceProvider { Sqlite, PostgreSql }
