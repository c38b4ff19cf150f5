using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Batches;

/// <summary>A batch under way: which rows are still to be taken by a thread, and which are over. Guarded by the loader's lock.</summary>
internal sealed class BatchJob(PositionRange range, BatchBuffers buffers)
{
    private readonly TaskCompletionSource<Batch> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _numTaken;
    private int _numOpen = range.Count;
    private int _numReplaced;
    private Exception? _error;

    public PositionRange Range { get; } = range;

    public BatchBuffers Buffers { get; } = buffers;

    public Task<Batch> Result => _completion.Task;

    public bool HasRows => _numTaken < Range.Count;

    /// <summary>Whether nobody wants the result any more.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>The next row that no thread has taken.</summary>
    public int TakeRow() => _numTaken++;

    /// <summary>Ends a row that was taken; after an error no further ones are given out.</summary>
    /// <returns>Whether all rows are over and no thread is at work on the buffers.</returns>
    public bool EndRow(bool replaced, Exception? error)
    {
        _numReplaced += replaced ? 1 : 0;
        _numOpen--;
        if (error is not null)
        {
            _error ??= error;
            GiveUpRows();
        }
        return _numOpen == 0;
    }

    /// <summary>Gives up the job.</summary>
    /// <returns>Whether no thread is at work on the buffers.</returns>
    public bool Abandon()
    {
        IsAbandoned = true;
        GiveUpRows();
        return _numOpen == 0;
    }

    /// <summary>Hands out the batch, or the error; to be called when all rows are over.</summary>
    public void Complete(LoaderTarget target)
    {
        if (_error is not null)
        {
            _completion.TrySetException(_error);
            return;
        }
        _completion.TrySetResult(new Batch
        {
            FirstPosition = Range.Start,
            ImageSize = target.ImageSize,
            ContextLength = target.ContextLength,
            Pixels = Buffers.Pixels,
            Tokens = Buffers.Tokens,
            SampleIds = Buffers.SampleIds,
            NumReplaced = _numReplaced,
        });
    }

    public void Cancel(CancellationToken cancellation) => _completion.TrySetCanceled(cancellation);

    private void GiveUpRows()
    {
        _numOpen -= Range.Count - _numTaken;
        _numTaken = Range.Count;
    }
}
