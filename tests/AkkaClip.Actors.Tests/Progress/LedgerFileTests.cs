using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Ledger;

namespace AkkaClip.Actors.Tests.Progress;

public sealed class LedgerFileTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly LedgerLine[] Lines =
    [
        new LedgerLine.Drawn(FakeParts.Samples.Stream),
        new LedgerLine.Began(10_003, 4),
        Commit(4),
        new LedgerLine.Committed(new LedgerEntry(5, 10_003, new SampleDigest(long.MaxValue, ulong.MaxValue, 1))),
    ];

    [Fact]
    public void What_was_appended_is_read_also_while_it_is_written()
    {
        using var file = new LedgerFile(_folder.Path);
        foreach (var line in Lines)
            file.Append(line);

        Assert.Equal(Lines, LedgerFile.Read(_folder.Path));
        Assert.Equal((6, FakeParts.Samples.Stream), (file.NextStep, file.Stream));
    }

    [Fact]
    public void A_file_that_is_opened_again_knows_what_it_holds()
    {
        using (var first = new LedgerFile(_folder.Path))
        {
            foreach (var line in Lines)
                first.Append(line);
        }

        using var second = new LedgerFile(_folder.Path);
        Assert.Equal((6, FakeParts.Samples.Stream), (second.NextStep, second.Stream));
        second.Append(new LedgerLine.Began(10_004, 5));
        Assert.Equal(5, second.NextStep);
    }

    [Theory]
    [InlineData("{\"generation\":1,\"step\":6,\"coun")]
    [InlineData("{\"generation\":1,\"step\":6,\"count\":7,\"hash\":\"00zz00000000000000000000000000000\"}")]
    [InlineData("{\"generation\":1,\"step\":6,\"count\":7,\"hash\":\"0\"}")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_line_that_a_killed_process_left_is_passed_over_and_the_next_stands_on_its_own(string left)
    {
        using (var first = new LedgerFile(_folder.Path))
            first.Append(Lines[0]);
        File.AppendAllText(LedgerFile.PathOf(_folder.Path), left);
        using (var second = new LedgerFile(_folder.Path))
            second.Append(Lines[2]);

        Assert.Equal([Lines[0], Lines[2]], LedgerFile.Read(_folder.Path));
    }

    [Fact]
    public void Lines_of_two_writers_stand_below_each_other()
    {
        using var deposed = new LedgerFile(_folder.Path);
        using var leader = new LedgerFile(_folder.Path);
        leader.Append(Lines[0]);
        deposed.Append(Lines[1]);
        leader.Append(Lines[2]);
        deposed.Append(Lines[3]);

        Assert.Equal(Lines, LedgerFile.Read(_folder.Path));
    }

    private static LedgerLine.Committed Commit(long step) => new(new LedgerEntry(step, 10_003, FakeParts.Samples.Expected(step)));
}
