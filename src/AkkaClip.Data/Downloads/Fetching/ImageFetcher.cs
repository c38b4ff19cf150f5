using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaClip.Data.Downloads.Robots;

namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>
/// Asks one URL once, safely: only public addresses, robots.txt and opt-outs honoured, every stage with a limit of time and
/// bytes. What goes wrong is an outcome and never an exception. Redirects are outcomes too: who follows one asks again here.
/// For many threads at once.
/// </summary>
public sealed class ImageFetcher : IDisposable
{
    private readonly FetchOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly RobotsFiles _robots;

    public ImageFetcher(FetchOptions options, TimeProvider time)
        : this(options, time, (host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation))
    {
    }

    /// <param name="options">Limits and manners.</param>
    /// <param name="time">For time-outs and caches.</param>
    /// <param name="resolve">Addresses of a name.</param>
    internal ImageFetcher(FetchOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_options, _time) = (options, time);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnector(new HostNames(resolve, time), options.AllowPrivateAddresses).ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // a proxy would resolve the names, unchecked
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnectionsPerHost,
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 64 << 10,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };
        _http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan, // each request has its own
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
        _http.DefaultRequestHeaders.Accept.ParseAdd("image/jpeg, image/png, image/webp, image/*;q=0.5");
        _robots = new RobotsFiles(ReadRobotsAsync, time);
    }

    /// <param name="uri">http or https.</param>
    /// <param name="cancellation">Ends the request by an <see cref="OperationCanceledException"/>.</param>
    public async Task<FetchOutcome> FetchAsync(Uri uri, CancellationToken cancellation)
    {
        if (_options.HonourRobots)
        {
            var answer = await _robots.OfAsync(uri, cancellation).ConfigureAwait(false);
            if (answer.Failure is { } failure)
                return failure with { Detail = $"robots.txt of {uri.Authority}: {failure.Detail}" };
            if (!answer.Rules!.Allows(uri.PathAndQuery))
                return new FetchOutcome.Failed(DownloadProblem.DisallowedByRobots, $"robots.txt of {uri.Authority} forbids {uri.PathAndQuery}");
        }
        return await RequestAsync(uri, ReadImageAsync, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    /// <param name="uri">What is asked for.</param>
    /// <param name="read">Takes an answer of status 200.</param>
    /// <param name="cancellation">Ends the request.</param>
    private async Task<FetchOutcome> RequestAsync(
        Uri uri, Func<HttpResponseMessage, CancellationToken, Task<FetchOutcome>> read, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_options.Timeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return (int)response.StatusCode switch
            {
                200 => await read(response, limit.Token).ConfigureAwait(false),
                301 or 302 or 303 or 307 or 308 => Redirection(uri, response.Headers.Location),
                _ => Refusal(response),
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new FetchOutcome.Failed(DownloadProblem.TimedOut, patience.IsCancellationRequested
                ? $"no whole answer within {_options.Timeout.TotalSeconds:0.###} s"
                : $"no connection within {_options.ConnectTimeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Failure(e);
        }
    }

    private async Task<FetchOutcome> ReadImageAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (OptOutHeader.Find(response.Headers, _options.RobotsName, _options.OptOuts) is { } word)
            return new FetchOutcome.Failed(DownloadProblem.OptedOut, $"X-Robots-Tag: {word}");
        if (response.Content.Headers.ContentLength > _options.MaxBytes)
            return new FetchOutcome.Failed(DownloadProblem.TooLarge, $"{response.Content.Headers.ContentLength} bytes; the limit is {_options.MaxBytes}");
        var (bytes, isWhole) = await BodyReader.ReadAsync(response.Content, _options.MaxBytes, cancellation).ConfigureAwait(false);
        return isWhole
            ? new FetchOutcome.Fetched(bytes)
            : new FetchOutcome.Failed(DownloadProblem.TooLarge, $"more than {_options.MaxBytes} bytes");
    }

    private static async Task<FetchOutcome> ReadBeginningAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        new FetchOutcome.Fetched((await BodyReader.ReadAsync(response.Content, RobotsRules.MaxBytes, cancellation).ConfigureAwait(false)).Bytes);

    private static FetchOutcome Redirection(Uri from, Uri? location) =>
        location is not null && Uri.TryCreate(from, location, out var to) && to.Scheme is "http" or "https" && to.UserInfo.Length == 0
            ? new FetchOutcome.Redirected(to)
            : new FetchOutcome.Failed(DownloadProblem.BadUrl, $"redirected to {location?.OriginalString ?? "nowhere"}");

    private FetchOutcome.Failed Refusal(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var problem = status switch
        {
            404 or 410 => DownloadProblem.NotFound,
            429 => DownloadProblem.RateLimited,
            >= 500 => DownloadProblem.ServerError,
            _ => DownloadProblem.Refused,
        };
        var wait = response.Headers.RetryAfter;
        var retryAfter = wait?.Delta ?? (wait?.Date is { } date ? date - _time.GetUtcNow() : null);
        return new FetchOutcome.Failed(problem, string.Create(CultureInfo.InvariantCulture, $"status {status}"), retryAfter);
    }

    private static FetchOutcome.Failed Failure(Exception error)
    {
        if (error.InnerException is ForbiddenAddressException forbidden)
            return new FetchOutcome.Failed(DownloadProblem.ForbiddenAddress, forbidden.Message);
        var problem = (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => DownloadProblem.UnknownHost,
            HttpRequestError.ConnectionError => error.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }
                ? DownloadProblem.UnknownHost
                : DownloadProblem.CannotConnect,
            HttpRequestError.SecureConnectionError => DownloadProblem.TlsFailed,
            _ => DownloadProblem.ConnectionLost,
        };
        return new FetchOutcome.Failed(problem, error.InnerException?.Message ?? error.Message);
    }

    /// <summary>A host without the file allows all; one that cannot say allows nothing for now.</summary>
    private async Task<RobotsAnswer> ReadRobotsAsync(Uri uri)
    {
        for (var hops = 0; ; hops++)
        {
            switch (await RequestAsync(uri, ReadBeginningAsync, CancellationToken.None).ConfigureAwait(false))
            {
                case FetchOutcome.Fetched(var bytes):
                    return new RobotsAnswer(RobotsRules.Parse(Encoding.UTF8.GetString(bytes), _options.RobotsName), null);
                case FetchOutcome.Redirected(var to) when hops < _options.MaxRedirects:
                    uri = to;
                    break;
                case FetchOutcome.Failed(not (DownloadProblem.NotFound or DownloadProblem.Refused or DownloadProblem.BadUrl), _, _) failed:
                    return new RobotsAnswer(null, failed);
                default:
                    return new RobotsAnswer(RobotsRules.AllowAll, null);
            }
        }
    }
}
