using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives;

/// <summary>
/// One member's end of a group. Disposing it means to leave: every unfinished and every later operation of every member
/// fails, its own too. Any thread may dispose of it, also while another one uses it.
/// </summary>
public interface ICollectiveMember : ICollective, IDisposable
{
    /// <summary>
    /// Fails the whole group at once: every unfinished and every later operation of every member throws, naming the rank.
    /// The first failure counts. On return no buffer of any member is in use any more.
    /// </summary>
    void Fail(int rank, string reason);
}
