package import Domain

/// All that is recorded.
package typealias Records = StoreRepository & JobQueue & WorkerRegistry & AuditTrail & LossRegister
    & ClusterRegistry & ChartUse
