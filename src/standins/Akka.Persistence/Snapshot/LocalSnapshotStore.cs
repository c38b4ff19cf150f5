using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Persistence.Snapshot;

/// <summary>One file a snapshot, <c>snapshot-{persistence id}-{sequence number}-{ticks}</c>, in a folder.</summary>
/// <remarks>A snapshot is written under another name first, so that one under its own name is complete.</remarks>
public partial class LocalSnapshotStore : SnapshotStore
{
    private readonly int _maxLoadAttempts;
    private readonly MessageDispatcher _streamDispatcher;
    private readonly DirectoryInfo _folder;
    private readonly Akka.Serialization.Serialization _serialization;
    private readonly ILoggingAdapter _log;
    private readonly ConcurrentDictionary<SnapshotMetadata, bool> _saving = new();

    public LocalSnapshotStore()
    {
        var config = Context.System.Settings.Config.GetConfig("akka.persistence.snapshot-store.local");
        _maxLoadAttempts = config.GetInt("max-load-attempts");
        _streamDispatcher = Context.System.Dispatchers.Lookup(config.GetString("stream-dispatcher"));
        _folder = new DirectoryInfo(config.GetString("dir"));
        _serialization = Context.System.Serialization;
        _log = Context.GetLogger();
    }

    protected override void PreStart()
    {
        _folder.Create();
        base.PreStart();
    }

    /// <summary>Tries the youngest that fit, for the last one may have been damaged with the machine that wrote it.</summary>
    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        SnapshotMetadata[] candidates = [.. Stored(persistenceId)
            .Where(metadata => criteria.IsMatch(metadata) && !_saving.ContainsKey(metadata))
            .OrderByDescending(metadata => metadata.SequenceNr)
            .ThenByDescending(metadata => metadata.Timestamp)
            .Take(_maxLoadAttempts)];
        return OnStreamDispatcher(() => Load(candidates));
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        _saving[metadata] = true;
        return OnStreamDispatcher<object>(() =>
        {
            Save(metadata, snapshot);
            return null;
        });
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        _saving.TryRemove(metadata, out _);
        return OnStreamDispatcher<object>(() =>
        {
            foreach (var stored in Stored(metadata.PersistenceId).Where(s => s.SequenceNr == metadata.SequenceNr
                && (metadata.Timestamp == SnapshotMetadata.TimestampNotSpecified || s.Timestamp == metadata.Timestamp)))
            {
                GetSnapshotFileForWrite(stored).Delete();
            }
            return null;
        });
    }

    protected override async Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        foreach (var metadata in Stored(persistenceId).Where(m => criteria.IsMatch(m) && !_saving.ContainsKey(m)))
            await DeleteAsync(metadata).ConfigureAwait(false);
    }

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not SaveSnapshotSuccess success)
            return false;
        _saving.TryRemove(success.Metadata, out _);
        return true;
    }

    protected virtual void Save(SnapshotMetadata metadata, object snapshot)
    {
        var incomplete = GetSnapshotFileForWrite(metadata, ".tmp");
        using (var file = incomplete.Create())
        {
            file.Write(_serialization.Serialize(new Serialization.Snapshot(snapshot)));
            file.Flush(flushToDisk: true);
        }
        incomplete.MoveTo(GetSnapshotFileForWrite(metadata).FullName, overwrite: true);
    }

    protected FileInfo GetSnapshotFileForWrite(SnapshotMetadata metadata, string extension = "") => new(Path.Combine(
        _folder.FullName,
        $"snapshot-{Uri.EscapeDataString(metadata.PersistenceId)}-{metadata.SequenceNr}-{metadata.Timestamp.Ticks}{extension}"));

    private SelectedSnapshot Load(SnapshotMetadata[] candidates)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            try
            {
                var bytes = File.ReadAllBytes(GetSnapshotFileForWrite(candidates[i]).FullName);
                var serializer = _serialization.FindSerializerForType(typeof(Serialization.Snapshot));
                return new SelectedSnapshot(candidates[i], serializer.FromBinary<Serialization.Snapshot>(bytes).Data);
            }
            catch (Exception e)
            {
                var left = candidates.Length - i - 1;
                _log.Error(e, "Error loading snapshot [{0}], remaining attempts: [{1}]", candidates[i], left);
                if (left == 0)
                    throw;
            }
        }
        return null;
    }

    private IEnumerable<SnapshotMetadata> Stored(string persistenceId)
    {
        _folder.Create();
        foreach (var file in _folder.EnumerateFiles("snapshot-*"))
        {
            var match = FileName().Match(file.Name);
            if (match.Success
                && Uri.UnescapeDataString(match.Groups["id"].Value) == persistenceId
                && long.TryParse(match.Groups["nr"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNr)
                && long.TryParse(match.Groups["ticks"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            {
                yield return new SnapshotMetadata(persistenceId, sequenceNr, new DateTime(ticks, DateTimeKind.Utc));
            }
        }
    }

    private Task<T> OnStreamDispatcher<T>(Func<T> operation)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _streamDispatcher.Schedule(() =>
        {
            try
            {
                completion.SetResult(operation());
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        });
        return completion.Task;
    }

    [GeneratedRegex(@"^snapshot-(?<id>.+)-(?<nr>\d+)-(?<ticks>\d+)$")]
    private static partial Regex FileName();
}
