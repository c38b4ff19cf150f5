namespace AkkaClip.App.Nodes;

/// <summary>What was found out about this machine before a node starts on it.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Text">What there is; of what is wrong, also what to do.</param>
/// <param name="Kind">Whether the node can start with it.</param>
internal sealed record Finding(string Name, string Text, FindingKind Kind)
{
    public static Finding Fine(string name, string text) => new(name, text, FindingKind.Fine);

    /// <summary>The node starts, and somebody should know.</summary>
    public static Finding Warning(string name, string text) => new(name, text, FindingKind.Warning);

    /// <summary>The node does not start.</summary>
    public static Finding Refusal(string name, string text) => new(name, text, FindingKind.Refusal);
}
