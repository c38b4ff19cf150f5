using System.Collections.Concurrent;

namespace Parquet.Data;

/// <summary>Between arrays with nulls, and arrays of what is defined beside levels.</summary>
internal abstract class NullPacking
{
    private static readonly ConcurrentDictionary<Type, NullPacking> Known = new();

    public static NullPacking Of(Type type) => Known.GetOrAdd(type, t => (NullPacking)Activator.CreateInstance(
        (t.IsValueType ? typeof(OfValues<>) : typeof(OfReferences<>)).MakeGenericType(t))!);

    public abstract (Array Defined, int[] Levels) Pack(Array values, int max);

    public abstract Array Unpack(Array defined, int[] levels, int max);

    private sealed class OfValues<T> : NullPacking where T : struct
    {
        public override (Array Defined, int[] Levels) Pack(Array values, int max)
        {
            var all = (T?[])values;
            var (defined, levels) = (new List<T>(all.Length), new int[all.Length]);
            for (var i = 0; i < all.Length; i++)
            {
                if (all[i] is { } value)
                {
                    defined.Add(value);
                    levels[i] = max;
                }
            }
            return (defined.ToArray(), levels);
        }

        public override Array Unpack(Array defined, int[] levels, int max)
        {
            var values = new T?[levels.Length];
            var next = 0;
            var all = (T[])defined;
            for (var i = 0; i < levels.Length; i++)
            {
                if (levels[i] == max)
                    values[i] = all[next++];
            }
            return values;
        }
    }

    private sealed class OfReferences<T> : NullPacking where T : class
    {
        public override (Array Defined, int[] Levels) Pack(Array values, int max)
        {
            var all = (T?[])values;
            var (defined, levels) = (new List<T>(all.Length), new int[all.Length]);
            for (var i = 0; i < all.Length; i++)
            {
                if (all[i] is { } value)
                {
                    defined.Add(value);
                    levels[i] = max;
                }
            }
            return (defined.ToArray(), levels);
        }

        public override Array Unpack(Array defined, int[] levels, int max)
        {
            var values = new T?[levels.Length];
            var next = 0;
            var all = (T[])defined;
            for (var i = 0; i < levels.Length; i++)
            {
                if (levels[i] == max)
                    values[i] = all[next++];
            }
            return values;
        }
    }
}
