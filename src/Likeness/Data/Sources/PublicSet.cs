namespace Likeness.Data.Sources;

/// <summary>A real data set: its catalogue line, how its folder is recognised and read, the folder names it goes by,
/// and the files of its public source.</summary>
internal sealed record PublicSet(DataEntry Entry, Func<string, bool> Exists, Func<string, string, DataParts> Read,
    IReadOnlyList<string> FolderNames, IReadOnlyList<RemoteFile> Files)
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly string[] Garments =
        ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    private static readonly string[] Kana = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];

    private static readonly string[] IdxNames =
        ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];

    private static readonly string[] LabelledGrey = [DataName.ClassVariant, .. DataName.BinaryVariants];

    /// <summary>The real sets of the catalogue.</summary>
    public static IReadOnlyList<PublicSet> All { get; } = [Mnist(), FashionMnist(), Kmnist(), AlphaDigits(), FreyFaces(), Cifar10()];

    private static PublicSet Mnist() => Idx(
        new DataEntry("mnist", "handwritten digits (LeCun, Cortes, Burges)", "60,000 + 10,000 of 28x28 grey", 10, LabelledGrey,
            "https://ossci-datasets.s3.amazonaws.com/mnist/", "CC BY-SA 3.0 as commonly cited"), Digits, ["mnist", "MNIST"],
        ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
        [
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        ]);

    private static PublicSet FashionMnist() => Idx(
        new DataEntry("fashion-mnist", "photographs of clothes (Zalando)", "60,000 + 10,000 of 28x28 grey", 10, LabelledGrey,
            "https://github.com/zalandoresearch/fashion-mnist", "MIT"), Garments, ["fashion-mnist", "FashionMNIST"],
        ["https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"],
        [
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        ]);

    private static PublicSet Kmnist() => Idx(
        new DataEntry("kmnist", "cursive Japanese characters (CODH); a test part alone serves as outliers", "60,000 + 10,000 of 28x28 grey",
            10, LabelledGrey, "https://codh.rois.ac.jp/kmnist/",
            "CC BY-SA 4.0, \"KMNIST Dataset\" (CODH), adapted from \"Kuzushiji Dataset\""),
        Kana, ["kmnist", "KMNIST"], ["https://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
        [
            "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
            "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
            "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
            "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
        ]);

    private static PublicSet AlphaDigits() => new(
        new DataEntry("alpha-digits", "binary hand-drawn digits and capitals (Lucas, Roweis)", "1,080 + 324 of 20x16 binary", 36, [DataName.ClassVariant],
            "https://cs.nyu.edu/~roweis/data.html", "none stated"), AlphaDigitsSource.Exists, AlphaDigitsSource.Read,
            ["alpha-digits", "alphadigits"],
        [new RemoteFile("binaryalphadigs.mat", "3ee9392e64e4e3bb7b35502b69bf2555a0b4197c1b31048c4189b84bc0bc6ea7",
            "https://cs.nyu.edu/~roweis/data/binaryalphadigs.mat")]);

    private static PublicSet FreyFaces() => new(
        new DataEntry("freyfaces", "video frames of one face (Frey, Roweis)", "1,638 + 327 of 28x20 grey", 0, DataName.BinaryVariants,
            "https://cs.nyu.edu/~roweis/data.html", "none stated"), FreyFacesSource.Exists, FreyFacesSource.Read,
            ["freyfaces", "frey-faces"],
        [new RemoteFile("frey_rawface.mat", null, "https://cs.nyu.edu/~roweis/data/frey_rawface.mat")]);

    private static PublicSet Cifar10() => new(
        new DataEntry("cifar-10", "small colour photographs of ten kinds of thing (Krizhevsky)", "50,000 + 10,000 of 32x32 RGB", 10, [DataName.ClassVariant],
            "https://www.cs.toronto.edu/~kriz/cifar.html", "none stated"), CifarSource.Exists, CifarSource.Read,
        ["cifar-10", "cifar-10-batches-bin", "cifar10"],
        [new RemoteFile("cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")]);

    private static PublicSet Idx(DataEntry entry, string[] classes, string[] folders, string[] roots, string[] hashes)
    {
        var files = IdxNames.Zip(hashes, (file, hash) => new RemoteFile(file, hash, [.. roots.Select(root => root + file)])).ToArray();
        return new PublicSet(entry, IdxSource.Exists, (folder, name) => IdxSource.Read(folder, name, classes), folders, files);
    }
}
