namespace Akka.Util.Internal;

/// <summary>The casts and lookups that Akka.NET code is written with.</summary>
public static class Extensions
{
    public static T AsInstanceOf<T>(this object self) => (T)self;

    public static string Join(this IEnumerable<string> self, string separator) => string.Join(separator, self);

    public static T Head<T>(this IEnumerable<T> self) => self.FirstOrDefault();

    public static IEnumerable<T> Drop<T>(this IEnumerable<T> self, int count) => self.Skip(count);
}
