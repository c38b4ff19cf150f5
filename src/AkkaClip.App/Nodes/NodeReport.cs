using System.Collections.Immutable;
using AkkaClip.App.CommandLine;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Nodes;

/// <summary>Tells what was found before a node starts.</summary>
internal static class NodeReport
{
    /// <summary>What there is goes to the output, warnings to the standard error.</summary>
    /// <exception cref="UserErrorException">Something would not work; the message has all of it, a line each.</exception>
    public static async Task ShowAsync(ImmutableArray<Finding> findings, Output output)
    {
        var refusals = findings.Where(finding => finding.Kind == FindingKind.Refusal).Select(finding => finding.Text).ToList();
        output.Result(findings, text => text.Fields([.. findings.Where(finding => finding.Kind == FindingKind.Fine).Select(finding => (finding.Name, finding.Text))]));
        foreach (var warning in findings.Where(finding => finding.Kind == FindingKind.Warning))
            await Console.Error.WriteLineAsync($"warning: {warning.Name}: {warning.Text}");
        if (refusals.Count == 1)
            throw new UserErrorException(refusals[0]);
        if (refusals.Count > 1)
            throw new UserErrorException($"this node cannot start, for {refusals.Count} reasons:\n  {string.Join("\n  ", refusals)}");
    }
}
