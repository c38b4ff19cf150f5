namespace AkkaClip.Core.Ledger;

/// <summary>One record of a run's ledger.</summary>
public abstract record LedgerLine
{
    private LedgerLine()
    {
    }

    /// <summary>What follows is drawn from this stream.</summary>
    public sealed record Drawn(SampleSpec Stream) : LedgerLine;

    /// <summary>A generation began: no step from its first on is committed, whatever was recorded before.</summary>
    public sealed record Began(int Generation, long FirstStep) : LedgerLine;

    /// <summary>A step was committed.</summary>
    public sealed record Committed(LedgerEntry Entry) : LedgerLine;
}
