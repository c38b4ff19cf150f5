using System.Net;
using System.Net.Sockets;

namespace AkkaClip.TestSupport.Processes;

public static class LoopbackPort
{
    /// <summary>A port of 127.0.0.1 that nobody listens at now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
