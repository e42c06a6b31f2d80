import Foundation
import Kubernetes

/// From nothing to a started container: the image, the environment, the start.
extension PodRun {
    mutating func create(_ container: inout ContainerRecord, from: Date) -> Date {
        container.wait(container.initial || initial.isEmpty ? creatingReason : "PodInitializing")
        if activeFailure == .containerCreating { return .distantFuture }
        guard let pulled = pull(&container, from: from) else { return .distantFuture }
        if let missing = missingEnvironment(of: container) {
            container.wait("CreateContainerConfigError", missing)
            say(
                .warning, "Failed", "Error: " + missing, of: container,
                once: "config/\(container.name)/\(missing)")
            return .distantFuture
        }
        let start = script.startDelay == nil ? plane.date(0.4, after: pulled) : pulled
        guard plane.now >= start else {
            look(at: start)
            return start
        }
        launch(&container)
        return plane.now
    }

    mutating func launch(_ container: inout ContainerRecord) {
        container.start(at: plane.now, uid: pod.uid, node: node)
        memory.moments["started/" + container.name] = plane.now
        memory.moments["database/" + container.name] = nil
        say(.normal, "Created", "Created container: \(container.name)", of: container)
        say(.normal, "Started", "Started container \(container.name)", of: container)
    }

    private var creatingReason: String { initial.isEmpty ? "ContainerCreating" : "PodInitializing" }

    private mutating func missingEnvironment(of container: ContainerRecord) -> String? {
        if failure(of: container) == .createContainerConfigError {
            return script.message ?? "secret \"x\" not found"
        }
        return requirements.missingEnvironment(container.spec)
    }

    /// When the image was there; nil while it isn't.
    private mutating func pull(_ container: inout ContainerRecord, from: Date) -> Date? {
        let name = container.name
        let failing = failure(of: container)?.failsToPull ?? false
        if failing || ImageProfile.isMissing(container.image) { return failToPull(&container, from: from) }
        if let pulled = memory.moments["pulled/" + name] { return pulled }
        var needed = script.startDelay
        let present = images.contains(container.image)
        if needed == nil || container.initial {
            needed = present ? 0 : varied(container.profile.pull, container)
        }
        let seconds = needed ?? 0
        let end = memory.pulls[name] == nil ? plane.date(seconds, after: from) : plane.now
        if !present {
            say(
                .normal, "Pulling", "Pulling image \"\(container.image)\"", of: container,
                once: "pulling/" + name)
        }
        guard plane.now >= end else {
            look(at: end)
            return nil
        }
        if present {
            say(
                .normal, "Pulled", "Container image \"\(container.image)\" already present on machine",
                of: container)
        } else {
            let text = "\((seconds * 1000).rounded() / 1000)s"
            say(
                .normal, "Pulled",
                "Successfully pulled image \"\(container.image)\" in \(text) (\(text) including waiting)."
                    + " Image size: \(20_000_000 + StableHash.of(container.image) % 180_000_000) bytes.",
                of: container)
        }
        images.insert(container.image)
        memory.moments["pulled/" + name] = plane.now
        return plane.now
    }

    /// Tries, fails, backs off and tries again, as a kubelet does with an image that can't be pulled.
    private mutating func failToPull(_ container: inout ContainerRecord, from: Date) -> Date? {
        let name = container.name
        let attempts = memory.pulls[name] ?? 0
        let backOff = "Back-off pulling image \"\(container.image)\""
        let why =
            script.message
            ?? "failed to pull and unpack image \"\(container.image)\": failed to resolve reference"
            + " \"\(container.image)\": \(container.image): not found"
        memory.moments["pulled/" + name] = nil
        if let failed = memory.moments["failed/" + name] {
            let again = plane.date(min(300, 10 * Double(1 << min(attempts - 1, 5))), after: failed)
            if plane.now >= again {
                memory.moments["failed/" + name] = nil
                memory.moments["pull/" + name] = plane.now
                container.wait("ImagePullBackOff", backOff)
                say(.normal, "Pulling", "Pulling image \"\(container.image)\"", of: container)
                look(at: plane.date(0.6, after: plane.now))
                return nil
            }
            let turn = plane.date(1, after: failed)
            if plane.now >= turn {
                container.wait("ImagePullBackOff", backOff + ": ErrImagePull: " + why)
                say(.normal, "BackOff", backOff, of: container, once: "back-off/\(name)/\(attempts)")
                say(
                    .warning, "Failed", "Error: ImagePullBackOff", of: container,
                    once: "pull-back-off/\(name)/\(attempts)")
                look(at: again)
            } else {
                container.wait("ErrImagePull", why)
                look(at: turn)
            }
            return nil
        }
        if attempts == 0 {
            say(
                .normal, "Pulling", "Pulling image \"\(container.image)\"", of: container,
                once: "pulling/" + name)
        } else {
            container.wait("ImagePullBackOff", backOff)
        }
        let end = plane.date(0.6, after: memory.moments["pull/" + name] ?? from)
        guard plane.now >= end else {
            look(at: end)
            return nil
        }
        memory.pulls[name] = attempts + 1
        memory.moments["failed/" + name] = plane.now
        container.wait("ErrImagePull", why)
        say(.warning, "Failed", "Failed to pull image \"\(container.image)\": " + why, of: container)
        say(.warning, "Failed", "Error: ErrImagePull", of: container)
        look(at: plane.date(1, after: plane.now))
        return nil
    }
}
