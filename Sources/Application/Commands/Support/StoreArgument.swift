internal import ArgumentParser
internal import Domain

extension Engine: ExpressibleByArgument {}
extension StoreSize: ExpressibleByArgument {}

/// A store's name as an argument; checked by the command, whose messages are better than the parser's.
struct StoreArgument: ParsableArguments {
    @Argument(help: "The store's name.")
    var name: String
}

/// A job's id as an argument.
struct JobArgument: ParsableArguments {
    @Argument(help: "The job's id, or its beginning, as `urumi jobs` shows it.")
    var job: String
}
