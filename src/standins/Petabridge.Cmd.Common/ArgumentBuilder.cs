namespace Petabridge.Cmd;

/// <summary>Builds an <see cref="Argument"/>.</summary>
public sealed class ArgumentBuilder
{
    private readonly List<string> _switches = [];
    private string _name, _description = "";
    private bool _isMandatory, _allowMultiple;
    private string[] _defaultValues = [];

    public ArgumentBuilder WithName(string name)
    {
        _name = name;
        return this;
    }

    public ArgumentBuilder WithDescription(string description)
    {
        _description = description;
        return this;
    }

    public ArgumentBuilder IsMandatory(bool mandatory)
    {
        _isMandatory = mandatory;
        return this;
    }

    public ArgumentBuilder AllowMultiple(bool allowMultiple)
    {
        _allowMultiple = allowMultiple;
        return this;
    }

    public ArgumentBuilder WithDefaultValues(params string[] values)
    {
        _defaultValues = values;
        return this;
    }

    public ArgumentBuilder WithSwitch(string text)
    {
        _switches.Add(text);
        return this;
    }

    public Argument Build()
    {
        if (string.IsNullOrWhiteSpace(_name))
            throw new InvalidOperationException("An argument needs a name.");
        if (_switches.Count == 0)
            throw new InvalidOperationException($"Argument [{_name}] needs a switch.");
        return new Argument(_name, _description, _isMandatory, _allowMultiple, _defaultValues, [.. _switches]);
    }
}
