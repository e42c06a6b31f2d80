internal import ArgumentParser
internal import Domain

extension Engine: ExpressibleByArgument {}
extension StoreSize: ExpressibleByArgument {}

/// A store's name as an argument; checked by the command, whose messages are better than the parser's.
struct StoreArgument: ParsableArguments {
    @Argument(help: "The store's name.")
    var name: String
}
