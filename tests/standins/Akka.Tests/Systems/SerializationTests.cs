using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Tests.Systems;

public class SerializationTests : TestKit.Xunit2.TestKit
{
    private const string Hocon = """
        akka.actor {
          serializers.notes = "Akka.Tests.Systems.SerializationTests+NoteSerializer, Akka.Tests"
          serialization-bindings {
            "Akka.Tests.Systems.SerializationTests+INote, Akka.Tests" = notes
          }
          serialization-identifiers {
            "Akka.Tests.Systems.SerializationTests+NoteSerializer, Akka.Tests" = 4711
          }
        }
        """;

    public SerializationTests()
        : base(Hocon)
    {
    }

    public interface INote;

    [Fact]
    public void A_bound_type_goes_to_bytes_and_back_by_identifier_and_manifest()
    {
        var note = new Note("hello");
        var serializer = Assert.IsType<NoteSerializer>(Sys.Serialization.FindSerializerFor(note));
        Assert.Equal(4711, serializer.Identifier);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, note);
        Assert.Equal("N1", manifest);
        Assert.Equal(note, Sys.Serialization.Deserialize(serializer.ToBinary(note), 4711, manifest));
    }

    [Fact]
    public void Bytes_are_their_own_serialized_form()
    {
        byte[] bytes = [1, 2, 3];
        var serializer = Sys.Serialization.FindSerializerFor(bytes);
        Assert.Equal(4, serializer.Identifier);
        Assert.Equal(bytes, serializer.ToBinary(bytes));
    }

    [Fact]
    public void An_unknown_identifier_is_refused() =>
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize([1], 99_999, "N1"));

    public sealed record Note(string Text) : INote;

    public sealed class NoteSerializer : SerializerWithStringManifest
    {
        public NoteSerializer(ExtendedActorSystem system)
            : base(system)
        {
        }

        public override string Manifest(object o) => "N1";

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Note)obj).Text);

        public override object FromBinary(byte[] bytes, string manifest) => new Note(Encoding.UTF8.GetString(bytes));
    }
}
