namespace Likeness.Models;

/// <summary>
/// How each model is made, by the name of its recipe. A model's own file adds it, in a module initializer, so that a new model is
/// one file and one recipe.
/// </summary>
internal static class ModelRegistry
{
    private static readonly Dictionary<string, (Type Type, Func<ModelRequest, IModel> Make)> Models = [];

    /// <summary>Adds a model; called when the library is loaded.</summary>
    public static void Add<T>(string name, Func<ModelRequest, T> make)
        where T : IModel => Models.Add(name, (typeof(T), request => make(request)));

    /// <summary>What messages call a model: its name here, or for one that nobody added that of its type.</summary>
    public static string NameOf(IModel model) =>
        Models.FirstOrDefault(entry => entry.Value.Type == model.GetType()).Key ?? model.GetType().Name.ToLowerInvariant();

    /// <summary>The type of a model and how it is made, or null for a name that nobody added.</summary>
    public static (Type Type, Func<ModelRequest, IModel> Make)? Find(string name) =>
        Models.TryGetValue(name, out (Type, Func<ModelRequest, IModel>) found) ? found : null;

    /// <summary>A model that another one is built on: <c>model</c> of a section names it, and the section holds its settings.</summary>
    /// <exception cref="ArgumentException">Nobody added that name.</exception>
    public static IModel Part(ModelRequest request, string section)
    {
        string name = request.Settings.Text($"{section}.model");
        (_, Func<ModelRequest, IModel> make) = Find(name)
            ?? throw new ArgumentException($"{section}.model is '{name}', which is no model; use one of {string.Join(", ", Models.Keys.Order())}");
        return make(request with { Settings = new SectionSettings(request.Settings, section) });
    }
}
