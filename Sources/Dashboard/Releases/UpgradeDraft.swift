package import Domain

/// A change of a store as its form describes it.
package struct UpgradeDraft: Hashable, Sendable {
    /// The store as it was when the form was opened.
    package var store: Store
    package var size: StoreSize
    /// `K=V` assignments of chart values, laid over those remembered.
    package var setting: [String]
    /// Keys whose remembered assignments are forgotten.
    package var unsetting: [String]

    package init(store: Store, size: StoreSize, setting: [String], unsetting: [String]) {
        self.store = store
        self.size = size
        self.setting = setting
        self.unsetting = unsetting
    }
}

/// What an upgrade would do.
package struct UpgradePlan: Hashable, Sendable {
    /// What is wanted differently.
    package var wishes: SpecDifference
    /// What that changes in the cluster.
    package var preview: UpgradePreview

    package init(wishes: SpecDifference, preview: UpgradePreview) {
        self.wishes = wishes
        self.preview = preview
    }

    var isEmpty: Bool { wishes.isEmpty && preview.isEmpty }
}
