namespace Akka.Actor;

/// <summary>Pairs a directive with the exception it is for.</summary>
public static class DirectiveExtensions
{
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self) where TException : Exception =>
        new(typeof(TException), self);
}
