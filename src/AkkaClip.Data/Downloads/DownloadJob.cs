using AkkaClip.Data.Downloads.Shards;

namespace AkkaClip.Data.Downloads;

/// <summary>A row on its way to its picture; in one pair of hands at a time.</summary>
internal sealed class DownloadJob(ShardAssembly shard, int index, Uri uri)
{
    private Uri? _redirect;

    public ShardAssembly Shard => shard;

    /// <summary>Of the row in its shard.</summary>
    public int Index => index;

    /// <summary>What is asked for next: the row's URL, or where it was redirected to.</summary>
    public Uri Uri => _redirect ?? uri;

    public int NumRedirects { get; private set; }

    /// <summary>Requests that ended in a failure or an answer.</summary>
    public int NumAttempts { get; set; }

    public void Redirect(Uri to)
    {
        _redirect = to;
        NumRedirects++;
    }

    /// <summary>The next attempt begins where the row does.</summary>
    public void Restart() => (_redirect, NumRedirects) = (null, 0);
}
