using System.Data.Common;
using System.Threading.Channels;
using Akka.Persistence.Sql.Config;

namespace Akka.Persistence.Sql.Journal;

/// <summary>
/// Gathers writes of many persistent actors into transactions: while one is under way, the next one fills up.
/// </summary>
internal sealed class WriteQueue
{
    private readonly JournalTable _table;
    private readonly JournalConfig _config;
    private readonly Channel<Entry> _channel;
    private readonly Lock _taking = new();

    public WriteQueue(JournalTable table, JournalConfig config, CancellationToken shutdown)
    {
        _table = table;
        _config = config;
        _channel = Channel.CreateBounded<Entry>(config.BufferSize);
        for (var i = config.Plugin.Dialect.Writers(config.Parallelism); i > 0; i--)
            _ = Task.Run(() => WriteAllAsync(shutdown), CancellationToken.None);
    }

    /// <summary>Completes when the rows are written, all of them.</summary>
    /// <exception cref="InvalidOperationException">Too many writes are waiting, or the journal has stopped.</exception>
    public Task WriteAsync(IReadOnlyList<JournalRow> rows)
    {
        var entry = new Entry(rows);
        if (!_channel.Writer.TryWrite(entry))
        {
            throw new InvalidOperationException(
                $"Failed to enqueue journal row batch write, the queue buffer was full ({_config.BufferSize} elements) or the journal has stopped");
        }
        return entry.Written.Task;
    }

    private async Task WriteAllAsync(CancellationToken shutdown)
    {
        try
        {
            while (await _channel.Reader.WaitToReadAsync(shutdown).ConfigureAwait(false))
                await WriteBatchAsync(Take()).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _channel.Writer.TryComplete();
            while (_channel.Reader.TryRead(out var entry))
                entry.Written.TrySetCanceled(shutdown);
        }
    }

    private List<Entry> Take()
    {
        var batch = new List<Entry>();
        var rows = 0;
        lock (_taking)
        {
            while (_channel.Reader.TryPeek(out var next) && (rows == 0 || rows + next.Rows.Count <= _config.BatchSize))
            {
                _channel.Reader.TryRead(out _);
                batch.Add(next);
                rows += next.Rows.Count;
            }
        }
        return batch;
    }

    private async Task WriteBatchAsync(List<Entry> batch)
    {
        if (batch.Count == 0)
            return;
        try
        {
            await _table.InsertAsync(batch.Count == 1 ? batch[0].Rows : [.. batch.SelectMany(entry => entry.Rows)]).ConfigureAwait(false);
            foreach (var entry in batch)
                entry.Written.TrySetResult();
        }
        catch (DbException e) when (batch.Count > 1 && _config.Plugin.Dialect.IsDuplicate(e))
        {
            // One of these actors writes numbers that another one has written; that is not the failure of the others.
            foreach (var entry in batch)
                await WriteBatchAsync([entry]).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            foreach (var entry in batch)
                entry.Written.TrySetException(e);
        }
    }

    private sealed record Entry(IReadOnlyList<JournalRow> Rows)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
