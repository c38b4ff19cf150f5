namespace AkkaClip.Data.Metadata.Filters;

/// <param name="Kind">What it is.</param>
/// <param name="Text">A word or sign as written; a text or a quoted name without its quotes.</param>
/// <param name="Position">Of its first letter, from 0.</param>
internal sealed record FilterToken(FilterTokenKind Kind, string Text, int Position)
{
    public bool Is(string word) => Kind is FilterTokenKind.Word or FilterTokenKind.Sign && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
