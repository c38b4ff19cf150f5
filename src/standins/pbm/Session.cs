using System.Net.Sockets;
using Petabridge.Cmd.Wire;

namespace Petabridge.Cmd.Client;

/// <summary>A connection to a host, on which commands are done one after another.</summary>
internal sealed class Session : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Link _link;
    private int _lastId;
    private int _underWay;

    private Session(Link link, string host) => (_link, Host) = (link, host);

    public string Host { get; }

    /// <exception cref="PbmException">Nobody is there, or somebody else, or the secret is another one.</exception>
    public static async Task<Session> ConnectAsync(string host, int port, string? secret)
    {
        var name = $"{host}:{port}";
        using var limit = new CancellationTokenSource(s_patience);
        Link? link = null;
        try
        {
            var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await client.ConnectAsync(host, port, limit.Token);
                link = new Link(client);
            }
            catch
            {
                client.Dispose();
                throw;
            }

            await GreetAsync(link, name, secret, limit.Token);
            return new Session(link, name);
        }
        catch (Exception e) when (Meaning(e, name) is { } meaning)
        {
            link?.Dispose();
            throw new PbmException(meaning);
        }
        catch (PbmException)
        {
            link?.Dispose();
            throw;
        }
    }

    /// <summary>Does a command, and prints what it answers: to the standard error where it could not be done.</summary>
    /// <returns>Whether it was done.</returns>
    /// <exception cref="PbmException">The host is gone.</exception>
    public async Task<bool> DoAsync(string line)
    {
        var id = ++_lastId;
        Volatile.Write(ref _underWay, id);
        try
        {
            await _link.WriteAsync(new Request(id, line), CancellationToken.None);
            while (true)
            {
                var reply = await _link.ReadAsync<Reply>(CancellationToken.None) ?? throw new PbmException($"{Host} has closed the connection");
                if (reply.Id != id)
                    continue; // of a stream that was ended
                if (reply.Text.Length > 0)
                    await (reply.Errored ? Console.Error : Console.Out).WriteLineAsync(reply.Errored ? $"pbm: {reply.Text}" : reply.Text);
                if (reply.Final)
                    return !reply.Errored;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new PbmException($"{Host} is gone: {e.Message}");
        }
        finally
        {
            Volatile.Write(ref _underWay, 0);
        }
    }

    /// <summary>Ends the command under way; returns whether there was one.</summary>
    public bool Interrupt()
    {
        var id = Interlocked.Exchange(ref _underWay, 0);
        if (id == 0)
            return false;
        _ = CancelAsync(id);
        return true;
    }

    public void Dispose() => _link.Dispose();

    private static async Task GreetAsync(Link link, string name, string? secret, CancellationToken limit)
    {
        var hello = await link.ReadAsync<Hello>(limit);
        if (hello is not { Protocol: Hello.Name })
            throw new PbmException(Foreign(name));
        if (hello.Nonce is null)
            return;
        if (string.IsNullOrEmpty(secret))
            throw new PbmException($"{name} asks for a secret; put it into PBM_SECRET");
        await link.WriteAsync(new Request(0, Proof: SecretProof.Of(secret, hello.Nonce)), limit);
        if (await link.ReadAsync<Reply>(limit) is not { Errored: false })
            throw new PbmException($"the secret in PBM_SECRET is not that of {name}");
    }

    private async Task CancelAsync(int id)
    {
        try
        {
            await _link.WriteAsync(new Request(id, Cancel: true), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The read of its answer finds that, too.
        }
    }

    private static string? Meaning(Exception e, string name) => e switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"nothing listens on {name}; is the node running, and is this its petabridge.cmd port?",
        SocketException socket => $"{name} cannot be reached: {socket.Message}",
        OperationCanceledException => $"{name} does not answer in {s_patience.TotalSeconds} s, or is not the port of petabridge.cmd",
        InvalidDataException or IOException => Foreign(name),
        _ => null,
    };

    private static string Foreign(string name) => $"what listens on {name} is no petabridge.cmd host; is it another port of the node?";
}
