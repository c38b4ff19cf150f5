namespace AkkaClip.Core.Runs;

/// <summary>One value of a specification that cannot be used.</summary>
/// <param name="Path">Its HOCON path, such as <c>akkaclip.run.training.global-batch</c>.</param>
/// <param name="Value">What was given.</param>
/// <param name="Allowed">What may be given, as the end of "must be ...".</param>
public sealed record SpecError(string Path, string Value, string Allowed)
{
    public override string ToString() => $"{Path} = {Value}: must be {Allowed}";
}
