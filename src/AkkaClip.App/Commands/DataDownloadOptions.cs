using System.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.Data.Downloads;
using AkkaClip.Data.Downloads.Fetching;
using AkkaClip.Data.Downloads.Pictures;

namespace AkkaClip.App.Commands;

/// <summary>The options of <c>akkaclip data download</c> that say how, and what they mean.</summary>
internal sealed class DataDownloadOptions
{
    private static readonly DownloadOptions s_defaults = new();

    private readonly Option<string> _resize = new("--resize") { Description = "How pictures get their size; img2dataset's modes.", DefaultValueFactory = _ => EnumNames.NameOf(s_defaults.Picture.Resize) };
    private readonly Option<int> _size = Number("--image-size", "Pixels of the side that --resize speaks of.", s_defaults.Picture.Size, 1, 16_384);
    private readonly Option<bool> _onlyIfBigger = new("--only-if-bigger") { Description = "Never enlarge." };
    private readonly Option<int> _quality = Number("--quality", "Of the JPEGs written, 1 to 100.", s_defaults.Picture.Quality, 1, 100);
    private readonly Option<int> _minSize = Number("--min-size", "Pixels that the shorter side of a picture needs.", 0, 0, 16_384);
    private readonly Option<double> _maxRatio = new("--max-aspect-ratio") { Description = "Longer side over shorter side.", DefaultValueFactory = _ => double.PositiveInfinity };
    private readonly Option<int> _rows = Number("--rows-per-shard", "Rows of a shard.", s_defaults.RowsPerShard, 1, 1_000_000);
    private readonly Option<int> _requests = Number("--requests", "Requests under way at a time.", s_defaults.NumRequests, 1, 4096);
    private readonly Option<int> _perHost = Number("--per-host", "Of them to one host.", s_defaults.Fetch.MaxConnectionsPerHost, 1, 256);
    private readonly Option<int> _threads = Number("--threads", "Threads that decode and encode; 0: one a core.", 0, 0, 1024);
    private readonly Option<int> _retries = Number("--retries", "Further requests after a failure that may pass.", s_defaults.NumRetries, 0, 20);
    private readonly Option<string?> _retry = new("--retry") { Description = "failed: ask again for rows of finished shards that failed, but for those whose owners forbid it." };
    private readonly Option<double> _timeout = new("--timeout") { Description = "Seconds for a whole request.", DefaultValueFactory = _ => s_defaults.Fetch.Timeout.TotalSeconds };
    private readonly Option<int> _maxBytes = Number("--max-bytes", "Bytes of a picture's file that are read at most.", s_defaults.Fetch.MaxBytes, 1, 1 << 30);
    private readonly Option<string> _userAgent = new("--user-agent") { Description = "Names who asks; add an address at which you can be reached.", DefaultValueFactory = _ => s_defaults.Fetch.UserAgent };
    private readonly Option<bool> _ignoreRobots = new("--ignore-robots") { Description = "For hosts of your own: do not ask for robots.txt." };
    private readonly Option<bool> _allowPrivate = new("--allow-private-addresses") { Description = "For hosts of your own: addresses of private networks, too." };

    public DataDownloadOptions(Command command)
    {
        foreach (var option in new Option[] { _resize, _size, _onlyIfBigger, _quality, _minSize, _maxRatio, _rows, _requests, _perHost, _threads, _retries, _retry, _timeout, _maxBytes, _userAgent, _ignoreRobots, _allowPrivate })
            command.Options.Add(option);
        _resize.AcceptOnlyFromAmong([.. EnumNames.Of<PictureResize>().Select(mode => mode.Name)]);
        _retry.AcceptOnlyFromAmong("failed");
        AtLeast(_maxRatio, 1);
        AtLeast(_timeout, 0.1);
    }

    public DownloadOptions Read(ParseResult parsed)
    {
        var timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout));
        return new DownloadOptions
        {
            RowsPerShard = parsed.GetValue(_rows),
            NumRequests = parsed.GetValue(_requests),
            NumThreads = parsed.GetValue(_threads),
            NumRetries = parsed.GetValue(_retries),
            RetriesFailed = parsed.GetValue(_retry) is not null,
            Picture = new PictureOptions
            {
                Resize = EnumNames.Of<PictureResize>().Single(mode => mode.Name == parsed.GetRequiredValue(_resize)).Value,
                Size = parsed.GetValue(_size),
                OnlyIfBigger = parsed.GetValue(_onlyIfBigger),
                Quality = parsed.GetValue(_quality),
                MinSize = parsed.GetValue(_minSize),
                MaxAspectRatio = parsed.GetValue(_maxRatio),
            },
            Fetch = new FetchOptions
            {
                UserAgent = parsed.GetRequiredValue(_userAgent),
                Timeout = timeout,
                ConnectTimeout = timeout < s_defaults.Fetch.ConnectTimeout ? timeout : s_defaults.Fetch.ConnectTimeout,
                MaxBytes = parsed.GetValue(_maxBytes),
                MaxConnectionsPerHost = parsed.GetValue(_perHost),
                HonourRobots = !parsed.GetValue(_ignoreRobots),
                AllowPrivateAddresses = parsed.GetValue(_allowPrivate),
            },
        };
    }

    private static Option<int> Number(string name, string description, int value, int min, int max)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var given && (given < min || given > max))
                result.AddError($"{name} is {given}; it must be {min} to {max}");
        });
        return option;
    }

    private static void AtLeast(Option<double> option, double min) => option.Validators.Add(result =>
    {
        if (!(result.GetValueOrDefault<double>() >= min))
            result.AddError(FormattableString.Invariant($"{option.Name} is {result.GetValueOrDefault<double>()}; it must be {min} or more"));
    });
}
