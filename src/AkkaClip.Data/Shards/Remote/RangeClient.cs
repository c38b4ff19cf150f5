using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Shards.Remote;

/// <summary>Asks a web server for parts of a file, and again after failures that may pass. For many threads.</summary>
internal sealed class RangeClient : IDisposable
{
    private const int NumAttempts = 5;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
        Timeout = TimeSpan.FromMinutes(1),
    };

    /// <summary>Ends pauses between attempts.</summary>
    private readonly ManualResetEventSlim _isDisposed = new();
    private readonly TimeSpan _firstPause;

    /// <param name="firstPause">Before the second attempt; twice as long before each further one.</param>
    public RangeClient(TimeSpan firstPause) => _firstPause = firstPause;

    /// <summary>The file's length and what the server calls its version, empty where it says none.</summary>
    /// <exception cref="DataSourceException">It cannot be had, or not in parts.</exception>
    public (long Length, string Version) Identify(string url) => Attempt(url, () =>
    {
        using var response = Send(url, 0, 0, null);
        return response.Content.Headers.ContentRange?.Length is { } length
            ? (length, response.Headers.ETag?.ToString() ?? response.Content.Headers.LastModified?.ToString("O", CultureInfo.InvariantCulture) ?? "")
            : throw new DataSourceException(url, "the server does not say how long the file is", "serve it from one that answers range requests");
    });

    /// <summary>Fills the buffer from a place in the file.</summary>
    /// <param name="url">The file.</param>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="buffer">All of it is filled.</param>
    /// <param name="version">What <see cref="Identify"/> gave.</param>
    /// <exception cref="DataSourceException">It cannot be had, or has another version by now.</exception>
    public void Read(string url, long offset, byte[] buffer, string version) => Attempt(url, () =>
    {
        using var response = Send(url, offset, offset + buffer.Length - 1, version);
        using var stream = response.Content.ReadAsStream();
        stream.ReadExactly(buffer);
        return true;
    });

    public void Dispose()
    {
        _isDisposed.Set();
        _http.Dispose();
    }

    private T Attempt<T>(string url, Func<T> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ask();
            }
            catch (Exception e) when (MayPass(e))
            {
                if (attempt == NumAttempts || _isDisposed.Wait(_firstPause * Math.Pow(2, attempt - 1)))
                    throw new DataSourceException(url, $"{NumAttempts} attempts failed, the last one by: {e.Message}", "check the server and the network", inner: e);
            }
            catch (HttpRequestException e)
            {
                throw new DataSourceException(url, e.Message, "check the address", inner: e);
            }
        }
    }

    private static bool MayPass(Exception error) => error is IOException or OperationCanceledException
        or HttpRequestException { StatusCode: null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError };

    private HttpResponseMessage Send(string url, long first, long last, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(first, last);
        if (version is not null && EntityTagHeaderValue.TryParse(version, out var tag) && !tag.IsWeak)
            request.Headers.IfMatch.Add(tag);
        var response = _http.Send(request, HttpCompletionOption.ResponseHeadersRead);
        try
        {
            if (response.StatusCode is HttpStatusCode.PreconditionFailed || IsOther(response, version))
                throw new DataSourceException(url, "the file has changed", "do not change data while it is used; start again");
            response.EnsureSuccessStatusCode();
            if (response.StatusCode is not HttpStatusCode.PartialContent)
                throw new DataSourceException(url, "the server sends whole files only", "serve it from one that answers range requests, or copy it");
            if (response.Content.Headers.ContentRange is not { } range || range.From != first || range.To != last)
                throw new DataSourceException(url, $"the server sent bytes {response.Content.Headers.ContentRange?.ToString() ?? "of nowhere"} when asked for {first}-{last}", "serve it from one that answers range requests");
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsOther(HttpResponseMessage response, string? version) =>
        version is { Length: > 0 } && response.Headers.ETag is { } tag && EntityTagHeaderValue.TryParse(version, out _) && tag.ToString() != version;
}
