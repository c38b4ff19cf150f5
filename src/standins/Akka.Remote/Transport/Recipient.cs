using System.Text;

namespace Akka.Remote.Transport;

/// <summary>Where messages for one reference go.</summary>
internal sealed class Recipient
{
    public Recipient(Association association, ActorPath path)
    {
        Association = association;
        PathBytes = Encoding.UTF8.GetBytes(path.ToSerializationFormat());
        IsSystem = path.Depth > 0 && path.ParentOf(1).Name == "system";
        IsRoot = path.Depth == 0;
    }

    public Association Association { get; }

    public byte[] PathBytes { get; }

    private bool IsSystem { get; }

    private bool IsRoot { get; }

    /// <summary>What is for actors below /system goes by the control lane, also as a selection.</summary>
    public LaneKind LaneOf(object message) => IsSystem
        || message is IPriorityMessage
        || (IsRoot && message is ActorSelectionMessage { Elements: [SelectChildName { Name: "system" }, ..] })
        ? LaneKind.Control
        : LaneKind.Ordinary;
}
