namespace AkkaClip.Model.Fused;

/// <summary>
/// How the sequences of a batch lie one behind the other in one matrix of rows, and which row stands for each.
/// </summary>
internal sealed class PackedSequences
{
    /// <summary>First row of every sequence.</summary>
    public IntBuffer Start { get; } = new();

    /// <summary>Rows of every sequence.</summary>
    public IntBuffer Length { get; } = new();

    /// <summary>The row that stands for every sequence.</summary>
    public IntBuffer Pooled { get; } = new();

    /// <summary>Rows of every sequence that its pooled row sees.</summary>
    public IntBuffer Visible { get; } = new();

    /// <summary>0, 1, 2, ...: the pooled rows by themselves.</summary>
    public IntBuffer Index { get; } = new();

    /// <summary>1, 1, 1, ...</summary>
    public IntBuffer One { get; } = new();

    /// <summary>Some row is not seen by the pooled row of its sequence.</summary>
    public bool HasHiddenRows { get; private set; }

    public int Count { get; private set; }

    public int Rows { get; private set; }

    /// <param name="lengths">Rows of every sequence.</param>
    /// <param name="pooled">Place of the pooled row within every sequence.</param>
    /// <param name="causal">A row sees itself and those before it.</param>
    public void Set(ReadOnlySpan<int> lengths, ReadOnlySpan<int> pooled, bool causal)
    {
        Count = lengths.Length;
        Rows = 0;
        HasHiddenRows = false;
        Length.Set(lengths);
        One.Resize(Count).Fill(1);
        var start = Start.Resize(Count);
        var row = Pooled.Resize(Count);
        var visible = Visible.Resize(Count);
        var index = Index.Resize(Count);
        for (var i = 0; i < Count; i++)
        {
            start[i] = Rows;
            row[i] = Rows + pooled[i];
            visible[i] = causal ? pooled[i] + 1 : lengths[i];
            HasHiddenRows |= visible[i] < lengths[i];
            index[i] = i;
            Rows = checked(Rows + lengths[i]);
        }
    }
}
