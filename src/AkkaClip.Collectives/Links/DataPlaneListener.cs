namespace AkkaClip.Collectives.Links;

/// <summary>A node's end of the data plane: accepts links, and hands them to the group or server that they are for.</summary>
public sealed class DataPlaneListener : IDisposable
{
    /// <exception cref="Core.Errors.UserErrorException">The secret is too short, or the port or the socket's folder cannot be used.</exception>
    public DataPlaneListener(DataPlaneOptions options) => Options = options;

    /// <summary>What peers dial; sent to them by the control plane.</summary>
    public DataPlaneEndpoint Endpoint => throw new NotSupportedException();

    internal DataPlaneOptions Options { get; }

    public void Dispose()
    {
    }
}
