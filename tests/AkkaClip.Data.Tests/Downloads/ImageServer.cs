using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaClip.Data.Tests.Downloads;

/// <summary>A web server on loopback with pictures, and with everything that goes wrong on the way to one.</summary>
internal sealed class ImageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _asked = [];
    private int _numActive;
    private int _maxActive;

    private ImageServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>What robots.txt says; null: there is none.</summary>
    public string? Robots { get; set; }

    /// <summary>Holds back the answers of <c>/held/...</c> until it is set.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The most requests that were under way at a time.</summary>
    public int MaxActive => _maxActive;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<ImageServer> StartAsync()
    {
        var server = new ImageServer();
        await server._app.StartAsync();
        return server;
    }

    public Uri Of(string path) => new(Address, path);

    public int NumAsked(string path) => _asked.GetValueOrDefault(path);

    /// <summary>The picture at <c>/image/{number}</c>.</summary>
    public static byte[] Picture(int number)
    {
        using var encoder = new Data.Images.JpegEncoder();
        return encoder.Encode(Samples.Build.Image(40 + (number % 7), 30 + (number % 5), number), 90);
    }

    public async ValueTask DisposeAsync()
    {
        Gate.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var times = _asked.AddOrUpdate(path, 1, (_, count) => count + 1);
        InterlockedMax(Interlocked.Increment(ref _numActive));
        try
        {
            await AnswerAsync(context, path.Split('/', StringSplitOptions.RemoveEmptyEntries), times);
        }
        finally
        {
            Interlocked.Decrement(ref _numActive);
        }
    }

    private async Task AnswerAsync(HttpContext context, string[] path, int times)
    {
        var response = context.Response;
        switch (path)
        {
            case ["robots.txt"]:
                if (Robots is null)
                    response.StatusCode = 404;
                else
                    await response.WriteAsync(Robots);
                break;
            case ["image" or "private", var number]:
                await SendAsync(response, Picture(int.Parse(number)));
                break;
            case ["held", var number]:
                await Gate.Task.WaitAsync(context.RequestAborted);
                await SendAsync(response, Picture(int.Parse(number)));
                break;
            case ["status", var status]:
                response.StatusCode = int.Parse(status);
                break;
            case ["flaky", var number] when times == 1:
                response.StatusCode = 503;
                break;
            case ["flaky", var number]:
                await SendAsync(response, Picture(int.Parse(number)));
                break;
            case ["busy"]:
                response.StatusCode = 429;
                response.Headers.RetryAfter = "3600";
                break;
            case ["redirect", var count]:
                response.Redirect(count == "0" ? "/image/1" : $"/redirect/{int.Parse(count) - 1}");
                break;
            case ["loop"]:
                response.Redirect("/loop");
                break;
            case ["elsewhere"]:
                response.Redirect("file:///etc/passwd");
                break;
            case ["noai"]:
                response.Headers["X-Robots-Tag"] = "noai";
                await SendAsync(response, Picture(1));
                break;
            case ["text"]:
                await response.WriteAsync("<html>no picture</html>");
                break;
            case ["truncated"]:
                await SendAsync(response, Picture(1)[..^200]);
                break;
            case ["short"]: // less than announced
                response.ContentLength = Picture(1).Length;
                await response.Body.WriteAsync(Picture(1).AsMemory(0, 100));
                await response.Body.FlushAsync();
                context.Abort();
                break;
            case ["endless"]:
                while (!context.RequestAborted.IsCancellationRequested)
                    await response.Body.WriteAsync(new byte[1 << 16], context.RequestAborted);
                break;
            case ["silent"]:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                break;
            case ["slow"]:
                for (response.ContentLength = 1 << 20; !context.RequestAborted.IsCancellationRequested;)
                {
                    await response.Body.WriteAsync(new byte[1], context.RequestAborted);
                    await Task.Delay(20, context.RequestAborted);
                }
                break;
            case ["huge"]:
                response.ContentLength = 1L << 40;
                await response.Body.FlushAsync();
                break;
            case ["reset"]:
                context.Abort();
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }

    private static async Task SendAsync(HttpResponse response, byte[] bytes)
    {
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
    }

    private void InterlockedMax(int active)
    {
        for (var seen = _maxActive; active > seen; seen = _maxActive)
            Interlocked.CompareExchange(ref _maxActive, active, seen);
    }
}
