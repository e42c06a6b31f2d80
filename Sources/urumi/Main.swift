internal import Application

@main
struct Main {
    static func main() async {
        await UrumiProgram.main()
    }
}
