namespace AkkaClip.Core.Nodes;

/// <summary>Where operators reach a node with <c>pbm</c>.</summary>
/// <param name="Host">An address of this machine; the loopback asks for no secret.</param>
/// <param name="Port">0: any free one.</param>
public sealed record PbmSpec(string Host, int Port);
