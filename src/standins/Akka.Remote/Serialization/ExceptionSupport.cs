using System.Reflection;

namespace Akka.Remote.Serialization;

/// <summary>
/// Exceptions as type, message and cause. One whose type is unknown here, or cannot be made from a message, becomes a
/// <see cref="RemoteTransportException"/> that names it.
/// </summary>
internal static class ExceptionSupport
{
    private const int MaximumDepth = 16;

    public static void WriteException(this BinaryWriter writer, Exception exception, int depth = 0)
    {
        var present = exception is not null && depth < MaximumDepth;
        writer.Write(present);
        if (!present)
            return;
        writer.Write($"{exception.GetType().FullName}, {exception.GetType().Assembly.GetName().Name}");
        writer.Write(exception.Message);
        writer.WriteException(exception.InnerException, depth + 1);
    }

    public static Exception ReadException(this BinaryReader reader, int depth = 0)
    {
        if (!reader.ReadBoolean())
            return null;
        if (depth >= MaximumDepth)
            throw new InvalidDataException($"an exception has more than {MaximumDepth} causes");
        var typeName = reader.ReadString();
        var message = reader.ReadString();
        var cause = reader.ReadException(depth + 1);
        return Make(typeName, message, cause) ?? new RemoteTransportException($"{typeName}: {message}", cause);
    }

    private static Exception Make(string typeName, string message, Exception cause)
    {
        // Nothing is made on a stranger's word but exceptions of assemblies that are loaded already.
        var names = typeName.Split(", ");
        var assembly = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => names.Length == 2 && a.GetName().Name == names[1]);
        if (assembly?.GetType(names[0]) is not { IsAbstract: false } type || !typeof(Exception).IsAssignableFrom(type))
            return null;
        try
        {
            if (type.GetConstructor([typeof(string), typeof(Exception)]) is { } withCause)
                return (Exception)withCause.Invoke([message, cause]);
            return type.GetConstructor([typeof(string)]) is { } plain ? (Exception)plain.Invoke([message]) : null;
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}
