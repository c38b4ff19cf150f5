using Akka.Persistence.Tests.Contracts;

namespace Akka.Persistence.Tests.Journals;

public class MemoryJournalTests() : JournalContract(InMemory);
