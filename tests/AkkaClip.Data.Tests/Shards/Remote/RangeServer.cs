using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace AkkaClip.Data.Tests.Shards.Remote;

/// <summary>A web server on loopback with files that can be asked for in parts, and fail when told to.</summary>
internal sealed class RangeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _numRequests;

    private RangeServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public ConcurrentDictionary<string, (byte[] Bytes, string Version)> Files { get; } = [];

    /// <summary>So many further requests are answered by 503, or end in the middle.</summary>
    public int NumFailures { get; set; }

    public bool KnowsRanges { get; set; } = true;

    public int NumRequests => _numRequests;

    public string Address => _app.Urls.Single();

    public static async Task<RangeServer> StartAsync()
    {
        var server = new RangeServer();
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        Interlocked.Increment(ref _numRequests);
        if (NumFailures > 0)
        {
            NumFailures--;
            if (NumFailures % 2 == 0)
                context.Response.StatusCode = 503;
            else
                context.Abort();
        }
        else if (!Files.TryGetValue(context.Request.Path.Value!, out var file))
            context.Response.StatusCode = 404;
        else
            await Results.Bytes(file.Bytes, enableRangeProcessing: KnowsRanges, entityTag: new EntityTagHeaderValue($"\"{file.Version}\"")).ExecuteAsync(context);
    }
}
