using System.Net;

namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>A name leads only to addresses that must not be asked.</summary>
internal sealed class ForbiddenAddressException(string host, IPAddress address)
    : Exception($"{host} leads to {address}, which is not a public address");
