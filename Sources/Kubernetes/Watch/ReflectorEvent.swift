package import Foundation

/// What a reflector tells of the objects that it follows.
package enum ReflectorEvent<Object: Sendable>: Sendable {
    /// These are all objects now; what was known before and isn't among them is gone.
    case replaced([Object])
    case upserted(Object)
    case deleted(Object)
    case connection(ConnectionStatus)
}

/// How far what's shown can be trusted.
package enum ConnectionStatus: Sendable, Hashable {
    case connecting
    /// A watch has been open since then.
    case live(since: Date)
    /// Nothing has been learnt since then; another attempt is on its way.
    case stale(since: Date, reason: KubernetesError)

    package var isLive: Bool { if case .live = self { true } else { false } }
}
