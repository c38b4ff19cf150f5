using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AkkaClip.App.Nodes;

/// <summary>Whether a node can listen where its configuration says.</summary>
internal static class PortCheck
{
    /// <param name="name">What listens there: cluster, data plane.</param>
    /// <param name="host">A name or address.</param>
    /// <param name="port">0: any free one.</param>
    /// <param name="section">The section of the configuration, for what to do.</param>
    /// <param name="cancellation">Ends the look-up of the name.</param>
    public static async Task<Finding> RunAsync(string name, string host, int port, string section, CancellationToken cancellation)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"{host}:{(port == 0 ? "any" : port)}");
        IPAddress address;
        try
        {
            address = await Endpoints.ResolveAsync(host, cancellation);
        }
        catch (SocketException e)
        {
            return Finding.Refusal(name, $"{section}.host = {host} is no name that this machine knows: {e.Message}");
        }

        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return Finding.Fine(name, shown);
        }
        catch (SocketException e)
        {
            return Finding.Refusal(name, e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"port {port} of {host} is taken; is another node running here? Give this one another {section}.port, or 0 for any free one",
                SocketError.AddressNotAvailable => $"{section}.host = {host} ({address}) is no address of this machine; name one by which the other nodes reach it",
                SocketError.AccessDenied => $"port {port} of {host} is not allowed to this user; give {section}.port one of 1024 or more",
                _ => $"{shown} cannot be listened on: {e.Message}",
            });
        }
    }
}
