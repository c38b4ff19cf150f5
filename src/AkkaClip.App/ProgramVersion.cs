using System.Reflection;

namespace AkkaClip.App;

/// <summary>Which program this is.</summary>
internal static class ProgramVersion
{
    private static readonly string s_full =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The version's number: 1.2.3.</summary>
    public static string Number => s_full.Split('+')[0];

    /// <summary>The commit that was built; null: it was not built from a repository.</summary>
    public static string? Commit => s_full.Split('+') is [_, var commit] ? commit : null;

    /// <summary>The number with the commit that was built, where there is one: 1.2.3 (0123abcd).</summary>
    public static string Text => s_full.Split('+') is [var number, var commit] ? $"{number} ({commit[..Math.Min(8, commit.Length)]})" : Number;
}
