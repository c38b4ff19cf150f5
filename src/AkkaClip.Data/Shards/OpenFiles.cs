using AkkaClip.Data.Samples;
using Microsoft.Win32.SafeHandles;

namespace AkkaClip.Data.Shards;

/// <summary>
/// Positioned reads from any number of files with a bounded number of open ones: data sets have more shards than a process
/// may have files. Safe for several threads.
/// </summary>
public sealed class OpenFiles : IShardBytes
{
    private const int DefaultLimit = 256;

    private readonly int _limit;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Path, SafeFileHandle File)>> _open = [];
    private readonly LinkedList<(string Path, SafeFileHandle File)> _byUse = [];

    /// <param name="limit">Files to keep open.</param>
    public OpenFiles(int limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        _limit = limit;
    }

    /// <summary>Opens a file for positioned reads.</summary>
    /// <exception cref="DataSourceException">It is missing, a folder, or may not be read.</exception>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, options: FileOptions.RandomAccess);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var problem = error is FileNotFoundException or DirectoryNotFoundException ? "no such file" : error.Message.TrimEnd('.');
            throw new DataSourceException(path, problem, "check the path and its permissions", inner: error);
        }
    }

    public (long Length, long Version) Identify(string location)
    {
        using var file = Open(location);
        return (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks);
    }

    public string IndexPath(string location) => ShardIndexFile.PathFor(location);

    public void Read(string location, long offset, Span<byte> buffer)
    {
        while (true)
        {
            var file = Take(location);
            try
            {
                ReadExactly(file, location, offset, buffer);
                return;
            }
            catch (ObjectDisposedException) when (!IsOpen(location, file))
            {
                // Another thread closed it for a newer one between our lookup and our read: open it again.
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, file) in _byUse)
                file.Dispose();
            _open.Clear();
            _byUse.Clear();
        }
    }

    private SafeFileHandle Take(string path)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(path, out var node))
                _byUse.Remove(node);
            else
                _open[path] = node = new LinkedListNode<(string, SafeFileHandle)>((path, Open(path)));
            _byUse.AddFirst(node);
            if (_byUse.Count > _limit && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _open.Remove(oldest.Value.Path);
                oldest.Value.File.Dispose();
            }
            return node.Value.File;
        }
    }

    private bool IsOpen(string path, SafeFileHandle file)
    {
        lock (_lock)
            return _open.TryGetValue(path, out var node) && ReferenceEquals(node.Value.File, file);
    }

    private static void ReadExactly(SafeFileHandle file, string path, long offset, Span<byte> buffer)
    {
        try
        {
            for (var done = 0; done < buffer.Length;)
            {
                var read = RandomAccess.Read(file, buffer[done..], offset + done);
                if (read == 0)
                    throw new DataSourceException(path, "the file has become shorter", "do not change data while it is used", offset + done);
                done += read;
            }
        }
        catch (IOException error)
        {
            throw new DataSourceException(path, error.Message, "check the disk", offset, error);
        }
    }
}
