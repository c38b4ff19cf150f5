#nullable disable // As in the genuine package, whose signatures carry no nullability.

namespace Akka.Configuration.Hocon;

/// <summary>A parsed text: its value, and the substitutions in it, which an including text prefixes with its own path.</summary>
public class HoconRoot
{
    public HoconRoot(HoconValue value)
        : this(value, [])
    {
    }

    public HoconRoot(HoconValue value, IEnumerable<HoconSubstitution> substitutions)
    {
        Value = value;
        Substitutions = substitutions;
    }

    protected HoconRoot()
    {
    }

    public HoconValue Value { get; private set; }

    public IEnumerable<HoconSubstitution> Substitutions { get; private set; }
}
