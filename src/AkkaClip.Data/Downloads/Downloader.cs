using System.Collections.Concurrent;
using System.Threading.Channels;
using AkkaClip.Data.Downloads.Fetching;
using AkkaClip.Data.Downloads.Hosts;
using AkkaClip.Data.Downloads.Pictures;
using AkkaClip.Data.Downloads.Shards;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Downloads;

/// <summary>
/// Downloads rows into shards. A reader opens shards in order and queues their rows by host; workers ask, one request each at
/// a time; threads make pictures of what came; a shard whose rows have all ended becomes its files. Rows that ended are on
/// disk at once, so that a download that was ended in any way goes on where it was.
/// </summary>
public sealed class Downloader : IDisposable
{
    private readonly DownloadOptions _options;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ImageFetcher _fetcher;
    private readonly HostQueue<DownloadJob> _queue;
    private readonly HostCare _hosts;
    private readonly DownloadTally _tally = new();
    private readonly SemaphoreSlim _shardSlots;
    private readonly ConcurrentDictionary<long, ShardAssembly> _openShards = [];
    private readonly Channel<(DownloadJob Job, byte[] Bytes)> _fetched;

    /// <summary>Rows that have not ended, and the reader while it reads.</summary>
    private long _numOpen = 1;
    private IReadOnlyList<string> _fieldNames = [];

    /// <param name="options">How.</param>
    /// <param name="folder">Where the shards go.</param>
    /// <param name="time">For time-outs and pauses.</param>
    public Downloader(DownloadOptions options, string folder, TimeProvider time)
        : this(options, folder, time, new ImageFetcher(options.Fetch, time))
    {
    }

    internal Downloader(DownloadOptions options, string folder, TimeProvider time, ImageFetcher fetcher)
    {
        (_options, _folder, _time, _fetcher) = (options, folder, time, fetcher);
        _queue = new HostQueue<DownloadJob>(options.Fetch.MaxConnectionsPerHost, time);
        _hosts = new HostCare(time);
        _shardSlots = new SemaphoreSlim(options.MaxOpenShards);
        _fetched = Channel.CreateBounded<(DownloadJob, byte[])>(NumThreads * 4);
    }

    /// <summary>How far it is.</summary>
    public DownloadCounts Counts => _tally.Counts(_hosts.GivenUp);

    private int NumThreads => _options.NumThreads > 0 ? _options.NumThreads : Environment.ProcessorCount;

    /// <summary>Downloads what is not there yet. Once only.</summary>
    /// <exception cref="DataSourceException">What the folder holds does not fit the input.</exception>
    /// <exception cref="IOException">A file cannot be written; what was written stays, and the same call goes on there.</exception>
    public async Task<DownloadCounts> RunAsync(DownloadInput input, CancellationToken cancellation)
    {
        DownloadManifest.Of(input, _options).Claim(_folder);
        _fieldNames = input.FieldNames;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] all =
        [
            Start(() => ReadAsync(input, stop.Token)),
            .. Enumerable.Range(0, _options.NumRequests).Select(_ => Start(() => AskAsync(stop.Token))),
            .. Enumerable.Range(0, NumThreads).Select(_ => Start(() => MakeAsync(stop.Token))),
        ];
        try
        {
            await Task.WhenAll(all).ConfigureAwait(false);
        }
        catch (Exception) when (all.FirstOrDefault(task => task.IsFaulted) is { } failed)
        {
            // The first failure stopped the others: it is the one to hear about.
            await failed.ConfigureAwait(false);
        }
        return Counts;

        Task Start(Func<Task> work) => Task.Run(async () =>
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }, CancellationToken.None);
    }

    public void Dispose()
    {
        _fetcher.Dispose();
        _queue.Dispose();
        _shardSlots.Dispose();
        foreach (var shard in _openShards.Values)
            shard.Dispose();
    }

    private async Task ReadAsync(DownloadInput input, CancellationToken cancellation)
    {
        await foreach (var rows in input.Rows.Chunk(_options.RowsPerShard).WithCancellation(cancellation).ConfigureAwait(false))
        {
            var name = new ShardName(_folder, rows[0].Number / _options.RowsPerShard, _options.RowsPerShard);
            if (ShardFiles.AreFinished(name) && !(_options.RetriesFailed && await FinishedShard.ReopenAsync(name, [.. rows]).ConfigureAwait(false)))
            {
                _tally.Found(ShardStatistics.Read(name.Statistics));
                continue;
            }
            await _shardSlots.WaitAsync(cancellation).ConfigureAwait(false);
            var shard = _openShards[name.Number] = new ShardAssembly(name, [.. rows]);
            foreach (var entry in shard.Ended)
                _tally.Found(entry.Problem, 1);
            var open = shard.Open;
            Interlocked.Add(ref _numOpen, open.Length);
            if (open.Length == 0)
                await FinishAsync(shard).ConfigureAwait(false);
            foreach (var index in open)
                await QueueAsync(shard, index).ConfigureAwait(false);
        }
        Closed();
    }

    private async ValueTask QueueAsync(ShardAssembly shard, int index)
    {
        var url = shard.Rows[index].Url;
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Host.Length > 0)
            _queue.Add(uri.IdnHost, new DownloadJob(shard, index, uri));
        else
            await EndAsync(shard, index, RowOutcome.Failure(DownloadProblem.BadUrl, url.Length == 0 ? "no URL" : "no URL of http or https without a password", 0)).ConfigureAwait(false);
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        while (await _queue.TakeAsync(cancellation).ConfigureAwait(false) is var (host, job))
        {
            try
            {
                await AskAsync(host, job, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _queue.Release(host);
            }
        }
    }

    private async Task AskAsync(string host, DownloadJob job, CancellationToken cancellation)
    {
        if (_hosts.GivenUpFor(host) is { } trouble)
        {
            await EndAsync(job, trouble, $"{host} has been given up for now").ConfigureAwait(false);
            return;
        }
        var asked = _time.GetUtcNow();
        _tally.Requested();
        switch (await _fetcher.FetchAsync(job.Uri, cancellation).ConfigureAwait(false))
        {
            case FetchOutcome.Fetched(var bytes):
                job.NumAttempts++;
                _hosts.Answered(host);
                _tally.Fetched(bytes.Length);
                await _fetched.Writer.WriteAsync((job, bytes), cancellation).ConfigureAwait(false);
                break;
            case FetchOutcome.Redirected(var to):
                _hosts.Answered(host);
                await FollowAsync(job, to).ConfigureAwait(false);
                break;
            case FetchOutcome.Failed failure:
                job.NumAttempts++;
                await JudgeAsync(host, job, failure, asked).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask FollowAsync(DownloadJob job, Uri to)
    {
        if (job.NumRedirects == _options.Fetch.MaxRedirects)
        {
            await EndAsync(job, DownloadProblem.TooManyRedirects, $"{job.NumRedirects} redirects; the next one leads to {to}").ConfigureAwait(false);
            return;
        }
        job.Redirect(to);
        _queue.Add(to.IdnHost, job);
    }

    private async ValueTask JudgeAsync(string host, DownloadJob job, FetchOutcome.Failed failure, DateTimeOffset asked)
    {
        if (failure.Problem.ConcernsHost())
            _queue.Rest(host, _hosts.Failed(host, failure, asked));
        else
            _hosts.Answered(host);
        if (!failure.Problem.MayPass() || job.NumAttempts > _options.NumRetries || _hosts.GivenUpFor(host) is not null)
        {
            await EndAsync(job, failure.Problem, failure.Detail).ConfigureAwait(false);
            return;
        }
        job.Restart();
        _queue.AddLater(job.Uri.IdnHost, job, TimeSpan.FromSeconds(Math.Pow(2, job.NumAttempts - 1)));
    }

    private async Task MakeAsync(CancellationToken cancellation)
    {
        using var maker = new PictureMaker(_options.Picture);
        await foreach (var (job, bytes) in _fetched.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            switch (maker.Make(bytes))
            {
                case PictureOutcome.Made made:
                    await EndAsync(job.Shard, job.Index, RowOutcome.Success(made, job.NumAttempts)).ConfigureAwait(false);
                    break;
                case PictureOutcome.Failed failed:
                    await EndAsync(job, failed.Problem, failed.Detail).ConfigureAwait(false);
                    break;
            }
        }
    }

    private ValueTask EndAsync(DownloadJob job, DownloadProblem problem, string detail) =>
        EndAsync(job.Shard, job.Index, RowOutcome.Failure(problem, detail, job.NumAttempts));

    private async ValueTask EndAsync(ShardAssembly shard, int index, RowOutcome outcome)
    {
        var isLast = shard.Complete(index, outcome);
        _tally.Ended(outcome.Problem);
        if (isLast)
            await FinishAsync(shard).ConfigureAwait(false);
        Closed();
    }

    private async ValueTask FinishAsync(ShardAssembly shard)
    {
        await ShardFiles.WriteAsync(shard, _fieldNames).ConfigureAwait(false);
        _openShards.TryRemove(shard.Name.Number, out _);
        _tally.Finished();
        _shardSlots.Release();
    }

    /// <summary>A row has ended, or the reader: after the last of them nothing more comes.</summary>
    private void Closed()
    {
        if (Interlocked.Decrement(ref _numOpen) > 0)
            return;
        _queue.Complete();
        _fetched.Writer.Complete();
    }
}
