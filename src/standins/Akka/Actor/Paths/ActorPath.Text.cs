using System.Text;

namespace Akka.Actor;

/// <summary>Paths from text and to text.</summary>
public abstract partial class ActorPath
{
    /// <exception cref="UriFormatException">The text is no path with an address in front.</exception>
    public static ActorPath Parse(string path) => TryParse(path, out var actorPath)
        ? actorPath
        : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null;
        return Address.TryParse(path, out var address, out var rest)
            && TryParse(new RootActorPath(address), rest, out actorPath);
    }

    /// <summary>Appends the names of <paramref name="absoluteUri"/> to a base; a fragment of the last one is its uid.</summary>
    public static bool TryParse(ActorPath basePath, string absoluteUri, out ActorPath actorPath)
    {
        actorPath = basePath;
        var names = absoluteUri.Split('/');
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0)
                actorPath = i == names.Length - 1 ? actorPath / names[i] : new ChildActorPath(actorPath, names[i], ActorCell.UndefinedUid);
        }
        return true;
    }

    public static bool TryParseAddress(string path, out Address address) => Address.TryParse(path, out address);

    public override string ToString() => Render(Address.ToString(), withUid: false);

    public string ToStringWithUid() => Render(Address.ToString(), withUid: true);

    public string ToStringWithoutAddress() => Render("", withUid: false);

    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>With the given address, unless the path has a host of its own.</summary>
    public string ToStringWithAddress(Address address) => Render(AddressOr(address), withUid: false);

    public string ToSerializationFormat() => ToSerializationFormatWithAddress(Address);

    public string ToSerializationFormatWithAddress(Address address) => Render(AddressOr(address), withUid: true);

    private string AddressOr(Address address) =>
        (Address.Host is not null && Address.Port.HasValue ? Address : address).ToString();

    private string Render(string prefix, bool withUid)
    {
        if (Depth == 0)
            return prefix + "/";
        var text = new StringBuilder(prefix);
        Append(text);
        if (withUid && Uid != ActorCell.UndefinedUid)
            text.Append('#').Append(Uid);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        if (Depth > 1)
            Parent.Append(text);
        text.Append('/').Append(Name);
    }
}
