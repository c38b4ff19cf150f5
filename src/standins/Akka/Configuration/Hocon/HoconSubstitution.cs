#nullable disable // As in the genuine package, whose signatures carry no nullability.

namespace Akka.Configuration.Hocon;

/// <summary>
/// <c>${path}</c>: stands for the value at a path of the same text. It is looked up when the whole text has been read,
/// so a later assignment of that path counts. There are neither optional substitutions nor environment variables.
/// </summary>
public class HoconSubstitution : IHoconElement, IMightBeAHoconObject
{
    public HoconSubstitution(string path) => Path = path;

    protected HoconSubstitution()
    {
    }

    public string Path { get; set; }

    /// <summary>The value found; null until the parser has come to the end of the text.</summary>
    public HoconValue ResolvedValue { get; set; }

    public bool IsString() => ResolvedValue.IsString();

    public string GetString() => ResolvedValue.GetString();

    public bool IsArray() => ResolvedValue.IsArray();

    public IList<HoconValue> GetArray() => ResolvedValue.GetArray();

    public bool IsObject() => ResolvedValue != null && ResolvedValue.IsObject();

    public HoconObject GetObject() => ResolvedValue.GetObject();
}
