/// Plausible names for shops.
enum StoreNames {
    private static let first = [
        "amber", "birch", "cedar", "coral", "copper", "crimson", "dune", "ember", "fern", "flint", "golden",
        "harbor", "hazel", "indigo", "ivory", "juniper", "lilac", "linen", "lunar", "maple", "marble",
        "meadow",
        "mint", "misty", "nordic", "oak", "olive", "opal", "pearl", "pine", "quartz", "river", "rustic",
        "saffron",
        "sage", "silver", "slate", "solar", "velvet", "willow",
    ]
    private static let second = [
        "atelier", "bakery", "bazaar", "bikes", "books", "boutique", "candles", "ceramics", "coffee",
        "corner",
        "crafts", "decor", "fabrics", "florist", "gallery", "garden", "goods", "grocer", "jewels", "kitchen",
        "living", "market", "outfitters", "pantry", "paper", "prints", "records", "studio", "supply", "teas",
        "textiles", "toys", "trading", "vinyl", "wares", "woodwork", "yarns",
    ]

    /// The name of a number; no two numbers have the same.
    static func name(_ number: Int) -> String {
        let round = number / (first.count * second.count)
        // Both lists advance together; their lengths share no factor, so each pair comes once a round.
        let name = "\(first[number % first.count])-\(second[number % second.count])"
        return round == 0 ? name : "\(name)-\(round + 1)"
    }
}
