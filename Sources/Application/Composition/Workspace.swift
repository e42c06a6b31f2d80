internal import Domain
internal import Foundation
package import Helm
package import Kubernetes
package import Logging
package import Persistence

/// One world to work in, live or demo: settings, state folder, database, cluster. Nothing is opened or
/// contacted before it's asked for.
package struct Workspace: Sendable {
    package let options: WorkspaceOptions
    package let environment: [String: String]
    package let settings: Settings
    package let home: HomeFolders
    package let share: ShareFolder?
    package let stateFolder: String

    package init(
        _ options: WorkspaceOptions, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        self.options = options
        home = HomeFolders(environment: environment)
        let sources = try SettingsSources(
            flags: options.flags, environment: environment,
            workingFolder: FileManager.default.currentDirectoryPath, configFile: home.configFile,
            machineFile: HomeFolders.machineSettings)
        settings = try Settings(sources)
        share = ShareFolder(environment: environment, executable: ProgramPath.executable)
        if options.isDemo {
            stateFolder = home.demoStateFolder
        } else if let path = settings.databasePath {
            stateFolder = path + "-state"
        } else {
            stateFolder = home.stateFolder
        }
        var environment = environment
        if options.isDemo { environment["KUBECONFIG"] = DemoFolder(stateFolder: stateFolder).kubeconfig }
        self.environment = environment
    }

    /// Who acts and where from, as the audit trail names them.
    package var actor: String {
        let user =
            getpwuid(getuid()).flatMap { String(validatingCString: $0.pointee.pw_name) } ?? "\(getuid())"
        return Requester(
            name: user + "@" + ProcessInfo.processInfo.hostName, environment: environment
        ).description
    }

    /// How many stores there may be; nil is no limit. What fills the demo doesn't count, so that it has one
    /// only where somebody set one.
    package var maxStores: Int? {
        options.isDemo && settings.sources[.maxStores].source == .builtIn ? nil : settings.maxStores
    }

    // MARK: State

    package func folder() throws -> StateFolder {
        if !options.isDemo, let path = settings.databasePath { return try StateFolder(database: path) }
        return try StateFolder(path: stateFolder)
    }

    package func database() async throws -> any Records { try await Database.open(folder()) }

    /// The mode of files that are made in the state folder: a group's where the folder is a group's.
    var fileMode: UInt32 { (try? folder().fileMode) ?? 0o600 }

    package var logPath: String { stateFolder + "/urumi.log" }

    /// A logger that writes to the state folder's log file.
    package func logger(_ label: String) -> Logger {
        let file = LogFile(path: logPath, mode: fileMode)
        let level: Logger.Level = settings.debug ? .debug : .info
        return Logger(label: label) { FileLogHandler(label: $0, file: file, level: level) }
    }

    // MARK: Cluster

    package var demoProcess: DemoProcess {
        DemoProcess(
            folder: DemoFolder(stateFolder: stateFolder), server: ProgramPath.sibling("urumi-server"),
            environment: environment)
    }

    /// Starts the demo's cluster where that's the one that is meant, without keeping a thread meanwhile.
    package func startDemo() async throws {
        guard options.isDemo else { return }
        _ = try folder()
        try await demoProcess.revive()
    }

    /// The cluster that is meant; starts the demo's if need be.
    package func clusterConfiguration() throws -> ClusterConfiguration {
        if options.isDemo {
            _ = try folder()
            try demoProcess.ensureRunning()
        }
        if settings.inCluster, !options.isDemo { return try .inCluster() }
        var configuration = try Kubeconfig.load(environment: kubeconfigEnvironment)
            .configuration(context: options.isDemo ? nil : options.context)
        configuration.withheldVariables = SettingKey.secretNames
        return configuration
    }

    private var kubeconfigEnvironment: [String: String] {
        var environment = environment
        let setting = settings.sources[.kubeconfig].text
        if !options.isDemo, !setting.isEmpty { environment["KUBECONFIG"] = setting }
        return environment
    }

    // MARK: Helm

    /// - Parameter isAsked: whether Helm is started for its version even where that is remembered.
    package func helm(for cluster: ClusterConfiguration, isAsked: Bool = false) async throws -> HelmExecutable
    {
        let isInCluster = settings.inCluster && !options.isDemo
        let helmEnvironment = HelmEnvironment(
            inherited: environment, withholding: SettingKey.names,
            kubeconfig: isInCluster ? nil : kubeconfigEnvironment["KUBECONFIG"],
            context: isInCluster ? nil : cluster.contextName,
            folder: stateFolder + "/helm")
        let memory = isAsked ? nil : HelmVersionMemory(file: stateFolder + "/helm-version", mode: fileMode)
        return try await HelmExecutable.detect(path: helmPath(), environment: helmEnvironment, memory: memory)
    }

    /// - Throws: `HelmError` where there's none.
    func helmPath() throws -> String {
        try HelmLocator.helm(
            named: settings.helmBinary, path: environment["PATH"], besides: helmFolders)
    }

    /// Where the scripts put a Helm that PATH doesn't lead to: the checkout's tools, and beside an installed
    /// program.
    private var helmFolders: [String] {
        let prefix = URL(fileURLWithPath: ProgramPath.executable).deletingLastPathComponent()
            .deletingLastPathComponent().path
        return (share.map { [$0.path + "/.tools/bin"] } ?? []) + [prefix + "/libexec/urumi"]
    }

    package var charts: ChartSnapshots {
        ChartSnapshots(folder: stateFolder + "/charts", isShared: fileMode == 0o660)
    }
}
