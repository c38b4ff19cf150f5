namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A value of a filter; one of the three is there.</summary>
/// <param name="Token">Where it stands.</param>
/// <param name="Number">A number's sign and digits, so that integers of 64 bits stay exact.</param>
/// <param name="Text">A text.</param>
/// <param name="Boolean">True or false.</param>
internal sealed record FilterValue(FilterToken Token, string? Number, string? Text, bool? Boolean)
{
    public string Described => Number is not null ? $"the number {Number}" : Text is not null ? $"the text '{Text}'" : Boolean == true ? "true" : "false";
}
