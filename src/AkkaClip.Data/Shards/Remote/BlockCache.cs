using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AkkaClip.Core.Checksums;
using Microsoft.Win32.SafeHandles;

namespace AkkaClip.Data.Shards.Remote;

/// <summary>
/// Blocks of one remote shard in a local file, and beside it a map of the checksums of those that are there. A block is
/// fetched once, whoever asks first; one that does not fit its checksum counts as missing. For many threads.
/// </summary>
internal sealed class BlockCache : IDisposable
{
    public const int BlockBytes = 1 << 20;

    public const string BlocksExtension = ".blocks";
    public const string MapExtension = ".map";

    private readonly Lock[] _gates = [.. Enumerable.Range(0, 16).Select(_ => new Lock())];
    private readonly SafeFileHandle _blocks;
    private readonly SafeFileHandle _map;
    private readonly long _length;

    /// <summary>By block; 0: not there.</summary>
    private readonly uint[] _checksums;

    /// <summary>Blocks that this process has written or compared with their checksum.</summary>
    private readonly bool[] _isTrusted;

    /// <param name="pathStem">Of the two files.</param>
    /// <param name="length">Of the shard.</param>
    public BlockCache(string pathStem, long length)
    {
        _length = length;
        var numBlocks = checked((int)((length + BlockBytes - 1) / BlockBytes));
        _checksums = new uint[numBlocks];
        _isTrusted = new bool[numBlocks];
        _blocks = File.OpenHandle(pathStem + BlocksExtension, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        _map = File.OpenHandle(pathStem + MapExtension, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(_map) == numBlocks * sizeof(uint))
            _ = RandomAccess.Read(_map, MemoryMarshal.AsBytes(_checksums.AsSpan()), 0);
        else
            RandomAccess.SetLength(_map, numBlocks * sizeof(uint));
        File.SetLastWriteTimeUtc(_map, TimeProvider.System.GetUtcNow().UtcDateTime); // by which the folder is trimmed
    }

    /// <summary>Names a version of a shard.</summary>
    public static string NameOf(string url, long length, string version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{url}\n{length}\n{version}")))[..32];

    /// <param name="offset">In the shard; the buffer ends within it.</param>
    /// <param name="buffer">All of it is filled.</param>
    /// <param name="fetch">Fills a buffer from an offset of the shard.</param>
    public void Read(long offset, Span<byte> buffer, Action<long, byte[]> fetch)
    {
        while (buffer.Length > 0)
        {
            var block = (int)(offset / BlockBytes);
            Provide(block, fetch);
            var count = (int)Math.Min(buffer.Length, Start(block) + SizeOf(block) - offset);
            ReadAll(buffer[..count], offset);
            buffer = buffer[count..];
            offset += count;
        }
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _map.Dispose();
    }

    private static long Start(int block) => (long)block * BlockBytes;

    private int SizeOf(int block) => (int)Math.Min(BlockBytes, _length - Start(block));

    private void Provide(int block, Action<long, byte[]> fetch)
    {
        if (Volatile.Read(ref _isTrusted[block]))
            return;
        lock (_gates[block % _gates.Length])
        {
            if (_isTrusted[block])
                return;
            var bytes = GC.AllocateUninitializedArray<byte>(SizeOf(block));
            if (_checksums[block] == 0 || !TryReadAll(bytes, Start(block)) || Checksum(bytes) != _checksums[block])
            {
                fetch(Start(block), bytes);
                RandomAccess.Write(_blocks, bytes, Start(block));
                _checksums[block] = Checksum(bytes);
                RandomAccess.Write(_map, BitConverter.GetBytes(_checksums[block]), block * sizeof(uint));
            }
            Volatile.Write(ref _isTrusted[block], true);
        }
    }

    private void ReadAll(Span<byte> into, long offset)
    {
        if (!TryReadAll(into, offset))
            throw new EndOfStreamException($"the cache of a remote shard became shorter than {offset + into.Length} bytes while it was used");
    }

    private bool TryReadAll(Span<byte> into, long offset)
    {
        while (into.Length > 0)
        {
            var count = RandomAccess.Read(_blocks, into, offset);
            if (count == 0)
                return false;
            into = into[count..];
            offset += count;
        }
        return true;
    }

    /// <summary>Never 0, which stands for none.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes) => Math.Max(1, Crc32C.Compute(bytes));
}
