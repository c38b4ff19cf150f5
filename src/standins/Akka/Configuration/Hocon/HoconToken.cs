namespace Akka.Configuration.Hocon;

/// <summary>What may stand where a key is expected.</summary>
internal enum HoconToken
{
    Key,
    Include,
    Dot,
    Assign,
    ObjectStart,
    ObjectEnd,

    /// <summary>A stray bracket or the end of the text.</summary>
    Ignored,
}
