using System.Collections.Concurrent;
using System.Net;
using AkkaClip.Data.Images;

namespace AkkaClip.App.Tests.Downloads;

/// <summary>A host on loopback with a picture at every path but robots.txt; those under /held/ wait until they are let go.</summary>
internal sealed class PictureHost : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _asked = [];
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _picture = Picture();

    public PictureHost(int port)
    {
        Address = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address { get; }

    public int NumAsked(string path) => _asked.GetValueOrDefault(path);

    public void LetGo() => _gate.TrySetResult();

    public void Dispose()
    {
        LetGo();
        _listener.Close();
    }

    private static byte[] Picture()
    {
        var image = new RgbImage();
        image.Reset(48, 32);
        image.Pixels.Fill(200);
        using var encoder = new JpegEncoder();
        return encoder.Encode(image, 90);
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        _asked.AddOrUpdate(path, 1, (_, count) => count + 1);
        if (path.StartsWith("/held/", StringComparison.Ordinal))
            await _gate.Task;
        try
        {
            context.Response.StatusCode = path == "/robots.txt" ? 404 : 200;
            context.Response.Close(path == "/robots.txt" ? [] : _picture, willBlock: false);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Who asked was killed.
            context.Response.Abort();
        }
    }
}
