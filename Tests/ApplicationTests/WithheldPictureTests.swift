import Domain
import Foundation
import Testing

@testable import Application

@Suite("A cluster that may not be the right one")
struct WithheldPictureTests {
    private static func seen(_ namespaces: String...) -> [String: StoreObservation?] {
        Dictionary(
            uniqueKeysWithValues: namespaces.map {
                ($0, StoreObservation(namespace: $0, storeID: StoreID(UUID())))
            })
    }

    @Test("is shown as it comes where it's the right one")
    func right() {
        var picture = WithheldPicture()
        let updates: [ClusterUpdate] = [.connection(.live), .observed(Self.seen("a")), .observed(["a": nil])]
        for update in updates { #expect(picture.pass(update, elsewhere: nil) == [update]) }
        #expect(!picture.isDoubtful(.observed([:])) && picture.reveal().isEmpty)
        // After a break it may be another.
        _ = picture.pass(.connection(.connecting), elsewhere: nil)
        #expect(picture.isDoubtful(.connection(.live)))
    }

    @Test("is shown whole once it turns out to be the right one, though the picture had come before")
    func later() {
        var picture = WithheldPicture()
        let (first, second) = (Self.seen("a", "b"), Self.seen("b", "c"))
        let refusal = [ClusterUpdate.connection(.notConfigured(reason: "elsewhere"))]
        #expect(picture.isDoubtful(.connection(.live)))
        #expect(picture.pass(.connection(.live), elsewhere: "elsewhere") == refusal)
        #expect(picture.pass(.observed(first), elsewhere: "elsewhere") == refusal)
        #expect(picture.hidesSomething && picture.isDoubtful(.observed(second)))
        let whole = first.merging(second) { $1 }
        #expect(picture.pass(.observed(second), elsewhere: nil) == [.observed(whole)])
        #expect(!picture.hidesSomething)
    }

    @Test("is shown when somebody has it tried again, though nothing new has come")
    func triedAgain() {
        var picture = WithheldPicture()
        let all = Self.seen("a")
        _ = picture.pass(.connection(.live), elsewhere: "elsewhere")
        _ = picture.pass(.observed(all), elsewhere: "elsewhere")
        #expect(picture.reveal() == [.connection(.live), .observed(all)])
        #expect(picture.reveal().isEmpty)
    }
}
