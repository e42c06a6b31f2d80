import Domain
import Testing

@Suite("Who asks")
struct RequesterTests {
    @Test(
        "is told with the address, the terminal and the user behind it",
        arguments: [
            ([:], nil), (["SSH_CLIENT": "203.0.113.5 50022 22"], "203.0.113.5"),
            (
                ["SSH_CLIENT": "2001:db8::7%eth0 1 22", "SSH_TTY": "/dev/pts/2", "SUDO_USER": "ada.l"],
                "2001:db8::7%eth0, /dev/pts/2, sudo of ada.l"
            ), (["SUDO_USER": "ada"], "sudo of ada"), (["SSH_CLIENT": ""], nil),
        ] as [([String: String], String?)])
    func origin(environment: [String: String], origin: String?) {
        let requester = Requester(name: "root@vps", environment: environment)
        #expect(requester.origin == origin)
        #expect(requester.description == "root@vps" + (origin.map { " from \($0)" } ?? ""))
        #expect(Requester(requester.description) == requester)
    }

    @Test("takes nothing from a variable that isn't what it should be")
    func forged() {
        let environment = [
            "SSH_CLIENT": "$(id)", "SSH_TTY": "pts/2", "SUDO_USER": "ada\u{1b}[2J",
            "SSH_AUTH_SOCK": "/tmp/agent",
        ]
        #expect(Requester(name: "ada@vps", environment: environment).description == "ada@vps")
        let long = ["SUDO_USER": String(repeating: "a", count: 65)]
        #expect(Requester(name: "ada@vps", environment: long).origin == nil)
    }
}
