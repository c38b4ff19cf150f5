using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Messages on their way along a selection.</summary>
public class MessageContainerSerializer : Serializer
{
    private const byte ChildName = 0;
    private const byte ChildPattern = 1;
    private const byte Parent = 2;
    private const byte Recursive = 3;

    public MessageContainerSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        if (obj is not ActorSelectionMessage selection)
            throw new ArgumentException($"Cannot serialize object of type [{obj.GetType()}]", nameof(obj));
        return WrappedPayload.Write(writer =>
        {
            writer.Write(selection.Elements.Length);
            foreach (var element in selection.Elements)
                WriteElement(writer, element);
            writer.WritePayload(system.Serialization, selection.Message);
        });
    }

    public override object FromBinary(byte[] bytes, Type type) => WrappedPayload.Read(bytes, reader =>
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > bytes.Length)
            throw new InvalidDataException($"a selection claims {count} elements in {bytes.Length} bytes");
        var elements = new SelectionPathElement[count];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = ReadElement(reader);
        return new ActorSelectionMessage(reader.ReadPayload(system.Serialization), elements);
    });

    private static void WriteElement(BinaryWriter writer, SelectionPathElement element)
    {
        switch (element)
        {
            case SelectChildName name:
                writer.Write(ChildName);
                writer.Write(name.Name);
                break;
            case SelectChildPattern pattern:
                writer.Write(ChildPattern);
                writer.Write(pattern.PatternStr);
                break;
            case SelectParent:
                writer.Write(Parent);
                break;
            case SelectChildRecursive:
                writer.Write(Recursive);
                break;
            default:
                throw new ArgumentException($"Unknown element [{element}] of a selection", nameof(element));
        }
    }

    private static SelectionPathElement ReadElement(BinaryReader reader) => reader.ReadByte() switch
    {
        ChildName => new SelectChildName(reader.ReadString()),
        ChildPattern => new SelectChildPattern(reader.ReadString()),
        Parent => SelectParent.Instance,
        Recursive => SelectChildRecursive.Instance,
        var other => throw new InvalidDataException($"unknown kind {other} of an element of a selection"),
    };
}
