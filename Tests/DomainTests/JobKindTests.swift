import Domain
import FoundationEssentials
import Testing

@Suite("A job's kind")
struct JobKindTests {
    @Test("leaves a store in motion while it waits and while it runs", arguments: JobKind.allCases)
    func phases(kind: JobKind) {
        #expect(kind.phaseWhenQueued.isInMotion)
        #expect(kind.phaseWhenRunning.isInMotion)
        #expect(Set(kind.steps).count == kind.steps.count)
    }

    @Test("ids read back from their text and are lower case, as labels are compared by bytes")
    func ids() throws {
        let id = StoreID(UUID())
        #expect(StoreID(id.description.uppercased()) == id)
        #expect(id.description == id.description.lowercased())
        #expect(JobID("shop") == nil)
    }
}
