using Likeness.Data;
using Likeness.Models.Autoencoders;
using Likeness.Models.Energy;

namespace Likeness.Recipes;

/// <summary>Every model, a row each: a new model adds its row here and its preset beside.</summary>
public static class ModelCatalog
{
    /// <summary>All models, family by family.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        ModelEntry.Of("ae", "squeezes an image through two numbers and back", "Autoencoders",
            "Hinton and Salakhutdinov, Reducing the dimensionality of data with neural networks, Science 313, 2006", Ae),
        ModelEntry.Of("vae", "an autoencoder whose codes are random, so that noise decodes to images", "Autoencoders",
            "Kingma and Welling, Auto-encoding variational Bayes, ICLR 2014", VaeOf),
        ModelEntry.Of("jem", "a classifier that is also an energy of images, sampled by Langevin dynamics", "Energy-based models",
            "Grathwohl et al., Your classifier is secretly an energy based model and you should treat it like one, ICLR 2020", JemOf, needsLabels: true),
    ];

    /// <summary>The model of a name.</summary>
    /// <exception cref="RecipeException">There is none; the message suggests the nearest.</exception>
    public static ModelEntry Find(string name) => All.FirstOrDefault(entry => entry.Name == name.Trim().ToLowerInvariant())
        ?? throw new RecipeException($"unknown model '{name}'{EditDistance.Suggest(name, All.Select(entry => entry.Name))}; known: {string.Join(", ", All.Select(entry => entry.Name))}");

    private static Autoencoder Ae(ModelRequest request) => new(
        new AutoencoderOptions
        {
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Activation = request.Settings.Text("architecture.activation"),
        },
        request.Images, request.Seed);

    private static Vae VaeOf(ModelRequest request) => new(
        new VaeOptions
        {
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Activation = request.Settings.Text("architecture.activation"),
            Beta = request.Settings.Real("objective.beta", 0),
        },
        request.Images, request.Seed);

    private static Jem JemOf(ModelRequest request) => new(
        new JemOptions
        {
            Channels = request.Settings.Ints("architecture.channels", 1, 4096),
            Energy = request.Settings.Choice("objective.energy", JemOptions.Energies),
            Magnitude = request.Settings.Real("objective.magnitude", 0),
            DataNoise = request.Settings.Real("objective.data_noise", 0),
            Guidance = request.Settings.Real("objective.guidance", 0),
            Steps = request.Settings.Int("langevin.steps", 0, 100_000),
            StepSize = request.Settings.Real("langevin.step_size", 0),
            StepNoise = request.Settings.Real("langevin.noise", 0),
            GradientLimit = request.Settings.Real("langevin.gradient_limit", 0),
            Buffer = request.Settings.Int("langevin.buffer", 1, 10_000_000),
            Restart = request.Settings.Real("langevin.restart", 0, 1),
        },
        request.Images, request.Classes, request.Seed);
}
