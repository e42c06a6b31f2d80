import Foundation
import Kubernetes

/// The cluster's controllers, scheduler and nodes, played over the objects of a store. All that it needs to
/// go on after a crash is in the objects; it does nothing while nothing changes and nothing is due.
package actor Simulation {
    private let store: ObjectStore
    private let clock: any SimulationClock
    private let controllers: [any Controller]
    private var queue = WorkQueue()
    private var timeline = Timeline<WorkItem>()
    private var retries: [WorkItem: Int] = [:]
    private var speed: Double
    private var seen: UInt64 = 0
    /// The moments at which someone will wake.
    private var armed: Set<Date> = []
    private var stream: AsyncStream<ObjectChange>.Iterator?
    private let wake = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// - Parameter speed: simulated seconds per second; what takes a node 4 s takes it 1 s at 4.
    package init(
        store: ObjectStore, clock: any SimulationClock = SystemSimulationClock(), speed: Double = 1
    ) {
        self.store = store
        self.clock = clock
        self.speed = max(0.01, speed)
        controllers = [
            NamespaceController(), GarbageCollector(), QuotaController(), DeploymentController(),
            ReplicaSetController(), StatefulSetController(), DaemonSetController(), JobController(),
            CronJobController(), EndpointsController(), ServiceController(), VolumeController(),
            IngressController(), DisruptionController(), AutoscalerController(), Scheduler(), Kubelet(),
            EventExpiry(),
        ]
    }

    /// Plays until the task is cancelled.
    package func run() async {
        InitialObjects.create(in: store)
        let changes = start()
        await withDiscardingTaskGroup { group in
            group.addTask { [self] in
                for await change in changes { await receive(change) }
            }
            wake.continuation.yield()
            for await _ in wake.stream {
                drain()
                guard let next = timeline.next, !armed.contains(where: { $0 <= next }) else { continue }
                armed.insert(next)
                group.addTask { [self] in
                    await clock.sleep(until: next)
                    await fire(next)
                }
            }
            group.cancelAll()
        }
    }

    /// Changes how fast simulated work goes, for what is under way too.
    package func setSpeed(_ speed: Double) {
        self.speed = max(0.01, speed)
        for item in Array(timeline.items) { queue.add(item) }
        wake.continuation.yield()
    }

    /// Makes a pod fail, or with nil lets it recover. It holds for this pod, not for one that replaces it.
    package func inject(_ failure: PodFailure?, into pod: ObjectKey) throws(APIFailure) {
        try store.mutate(pod) { (object) throws(APIFailure) in
            object.setAnnotation(PodFailure.annotation, failure?.rawValue)
        }
    }

    /// Works off all changes and all that is due, without waiting for time to pass. For a simulation that
    /// isn't running: whoever calls this drives it.
    package func settle() async {
        if stream == nil {
            InitialObjects.create(in: store)
            stream = start().makeAsyncIterator()
        }
        drain()
        while seen < store.view().resourceVersion {
            var iterator = stream
            guard let change = await iterator?.next(isolation: self) else { return }
            stream = iterator
            observe(change)
            if change.resourceVersion == store.view().resourceVersion { drain() }
        }
    }

    /// Lets time pass on a clock that is set by hand, stopping at each moment at which something is due.
    package func advance(_ manual: ManualSimulationClock, by seconds: Double) async {
        await settle()
        let end = manual.now.addingTimeInterval(seconds)
        while let next = timeline.next, next <= end {
            manual.set(next)
            await settle()
        }
        manual.set(end)
        await settle()
    }

    private func start() -> AsyncStream<ObjectChange> {
        let (view, changes) = store.snapshotAndChanges()
        seen = view.resourceVersion
        for kind in ResourceKind.all {
            for object in view.list(kind) {
                observe(
                    ObjectChange(
                        operation: .added, key: ObjectKey(kind, object), object: object, previous: nil,
                        resourceVersion: seen))
            }
        }
        return changes
    }

    private func fire(_ date: Date) {
        armed.remove(date)
        wake.continuation.yield()
    }

    private func receive(_ change: ObjectChange) {
        observe(change)
        wake.continuation.yield()
    }

    private func observe(_ change: ObjectChange) {
        seen = max(seen, change.resourceVersion)
        let plane = plane()
        for (index, controller) in controllers.enumerated() {
            if change.operation == .deleted { controller.forget(change) }
            for key in controller.concerned(by: change, plane) {
                queue.add(WorkItem(controller: index, key: key))
            }
        }
    }

    private func drain() {
        for item in timeline.take(at: clock.now) { queue.add(item) }
        while let item = queue.next() {
            let plane = plane()
            do {
                timeline.set(item, at: try controllers[item.controller].reconcile(item.key, plane))
                retries[item] = nil
            } catch {
                let failures = min(retries[item, default: 0] + 1, 8)
                retries[item] = failures
                timeline.set(item, at: plane.date(Double(1 << failures), after: plane.now))
            }
        }
    }

    private func plane() -> ControlPlane { ControlPlane(store: store, now: clock.now, speed: speed) }
}
