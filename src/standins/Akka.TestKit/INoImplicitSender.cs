namespace Akka.TestKit;

/// <summary>Marks a test whose Tell without a sender has none; otherwise the test actor is the sender.</summary>
public interface INoImplicitSender
{
}
