using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Petabridge.Cmd.Wire;

/// <summary>A connection on which both sides write records as JSON, one a line of at most 1 MiB.</summary>
internal sealed class Link : IDisposable
{
    private const int MaxLineBytes = 1 << 20;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[16 << 10];
    private readonly SemaphoreSlim _writing = new(1);
    private int _at, _end;

    public Link(Socket socket)
    {
        socket.NoDelay = true;
        (_socket, _stream) = (socket, new NetworkStream(socket, ownsSocket: true));
        RemoteEndPoint = socket.RemoteEndPoint!.ToString();
    }

    public string RemoteEndPoint { get; }

    public async Task WriteAsync<T>(T message, CancellationToken cancellation)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message), (byte)'\n'];
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(line, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <returns>Null: the other side has closed.</returns>
    /// <exception cref="InvalidDataException">It says something else.</exception>
    public async Task<T> ReadAsync<T>(CancellationToken cancellation)
        where T : class
    {
        using var line = new MemoryStream();
        while (true)
        {
            var length = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            line.Write(_buffer, _at, length < 0 ? _end - _at : length);
            if (line.Length > MaxLineBytes)
                throw new InvalidDataException($"a line of more than {MaxLineBytes} bytes");
            if (length >= 0)
            {
                _at += length + 1;
                return Parse<T>(line.ToArray());
            }

            (_at, _end) = (0, await _stream.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
            if (_end == 0)
                return null;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
        _writing.Dispose();
    }

    private static T Parse<T>(byte[] line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line) ?? throw new InvalidDataException("a line without a record");
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"a line that is no record: {Encoding.UTF8.GetString(line.AsSpan(0, Math.Min(line.Length, 40)))}");
        }
    }
}
