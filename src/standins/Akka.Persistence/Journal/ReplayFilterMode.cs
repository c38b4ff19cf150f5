namespace Akka.Persistence.Journal;

/// <summary>What happens to replayed events that two actors wrote under the same persistence id.</summary>
public enum ReplayFilterMode
{
    Fail,
    Warn,
    RepairByDiscardOld,
    Disabled,
}
