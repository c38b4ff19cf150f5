namespace AkkaClip.Core.Membership;

/// <summary>Names a run in messages, frames, folders and the journal.</summary>
public readonly record struct RunId(string Value)
{
    public override string ToString() => Value;
}
