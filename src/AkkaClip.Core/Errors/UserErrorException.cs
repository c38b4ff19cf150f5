namespace AkkaClip.Core.Errors;

/// <summary>
/// Something that the user gave is wrong or missing. The message says what, where, with which value, and what to do;
/// the command line prints it in one line, without a stack trace, and exits with 2.
/// </summary>
public class UserErrorException : Exception
{
    public UserErrorException(string message)
        : base(message)
    {
    }

    public UserErrorException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
