using System.Collections.Immutable;
using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Tests.Membership;

public class ChecksumRuleTests
{
    [Theory]
    [InlineData("A", "", 0)]
    [InlineData("AAA", "", 0)]
    [InlineData("AAB", "2", 0)]
    [InlineData("BAA", "0", 1)]
    [InlineData("AB", "1", 0)]
    [InlineData("ABBA", "12", 0)]
    [InlineData("ABC", "12", 0)]
    [InlineData("CBABD", "024", 1)]
    public void The_majority_is_right_and_of_equal_groups_the_one_with_the_lowest_rank(string checksums, string diverged, int source)
    {
        var verdict = ChecksumRule.Compare(100, [.. checksums.Select(letter => (ulong)letter)]);
        Assert.Equal(diverged.Select(digit => digit - '0'), verdict.Diverged);
        Assert.Equal(source, verdict.SourceRank);
    }

    [Fact]
    public void Every_combination_of_four_replicas_leaves_a_group_that_is_no_smaller_than_any_other()
    {
        for (var code = 0; code < 256; code++)
        {
            ImmutableArray<ulong> checksums = [.. Enumerable.Range(0, 4).Select(rank => (ulong)((code >> (2 * rank)) & 3))];
            var verdict = ChecksumRule.Compare(0, checksums);
            var right = checksums[verdict.SourceRank];
            Assert.Equal(Enumerable.Range(0, 4).Where(rank => checksums[rank] != right), verdict.Diverged);
            Assert.All(checksums.GroupBy(value => value), group => Assert.True(group.Count() <= 4 - verdict.Diverged.Length));
        }
    }

    [Fact]
    public void No_checksums_are_refused() => Assert.Throws<ArgumentException>(() => ChecksumRule.Compare(0, []));
}
