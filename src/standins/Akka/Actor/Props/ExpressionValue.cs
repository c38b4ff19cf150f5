using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>The value of an argument in the expression of a Props. What is cheap to read is not compiled.</summary>
internal static class ExpressionValue
{
    public static object Of(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is null ? null : Of(member.Expression)),
        _ => Expression.Lambda<Func<object>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };
}
