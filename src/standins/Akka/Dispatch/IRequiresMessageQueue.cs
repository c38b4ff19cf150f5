namespace Akka.Dispatch;

/// <summary>Marks an actor that needs a mailbox with the semantics <typeparamref name="T"/>.</summary>
public interface IRequiresMessageQueue<T> where T : ISemantics
{
}
