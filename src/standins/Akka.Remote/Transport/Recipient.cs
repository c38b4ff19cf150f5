using System.Text;

namespace Akka.Remote.Transport;

/// <summary>Where messages for one reference go.</summary>
internal sealed class Recipient
{
    private readonly bool _isControl;
    private readonly bool _isRoot;

    public Recipient(Association association, ActorPath path)
    {
        Association = association;
        PathBytes = Encoding.UTF8.GetBytes(path.ToSerializationFormat());
        _isControl = path.Depth >= 2 && IsControl(path.ParentOf(1).Name, path.ParentOf(2).Name);
        _isRoot = path.Depth == 0;
    }

    public Association Association { get; }

    public byte[] PathBytes { get; }

    /// <summary>Heartbeats, and whatever is for the remote watcher or the cluster's own actors, also as a selection.</summary>
    public LaneKind LaneOf(object message)
    {
        if (_isControl || message is IPriorityMessage)
            return LaneKind.Control;
        return _isRoot && message is ActorSelectionMessage { Elements: [SelectChildName first, SelectChildName second, ..] }
            && IsControl(first.Name, second.Name)
            ? LaneKind.Control
            : LaneKind.Ordinary;
    }

    private static bool IsControl(string first, string second) => first == "system" && second is ("remote-watcher" or "cluster");
}
