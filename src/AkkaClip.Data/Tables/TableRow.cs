namespace AkkaClip.Data.Tables;

/// <summary>One row of a table.</summary>
/// <param name="Number">The line it begins in, from 1, as editors count.</param>
/// <param name="Fields">Its fields; empty when <paramref name="Problem"/> is set.</param>
/// <param name="Problem">Why the row cannot be read; null: it can.</param>
public readonly record struct TableRow(long Number, string[] Fields, string? Problem);
