using Akka.Persistence.Tests.Contracts;

namespace Akka.Persistence.Tests.Snapshots;

public class MemorySnapshotStoreTests() : SnapshotStoreContract(InMemory);
