package import Kubernetes

/// Which labels are meant: every requirement must hold. It's read from a query (`a=b,c in (d,e),!f`) or
/// from an object's `selector`.
package struct LabelSelector: Sendable, Hashable {
    package enum Requirement: Sendable, Hashable {
        case one(of: Set<String>)
        /// Any value but these, or none at all.
        case none(of: Set<String>)
        case present
        case absent
        case above(Int)
        case below(Int)
    }

    package struct Term: Sendable, Hashable {
        package let key: String
        package let requirement: Requirement
    }

    package let terms: [Term]

    package init(terms: [Term]) { self.terms = terms }

    /// Everything.
    package static let everything = LabelSelector(terms: [])

    package var isEmpty: Bool { terms.isEmpty }

    /// The selector of equal labels, such as a Service's.
    package init(equalTo labels: [String: JSONValue]) {
        terms = labels.compactMap { key, value in
            value.string.map { Term(key: key, requirement: .one(of: [$0])) }
        }
    }

    /// A `metav1.LabelSelector`: `matchLabels` and `matchExpressions`.
    package init(_ selector: JSONValue) {
        var terms = LabelSelector(equalTo: selector["matchLabels"]?.object ?? [:]).terms
        for expression in selector["matchExpressions"]?.array ?? [] {
            let values = Set(expression["values"]?.array?.compactMap(\.string) ?? [])
            let requirement: Requirement
            switch expression["operator"]?.string {
            case "In": requirement = .one(of: values)
            case "NotIn": requirement = .none(of: values)
            case "DoesNotExist": requirement = .absent
            default: requirement = .present
            }
            terms.append(Term(key: expression["key"]?.string ?? "", requirement: requirement))
        }
        self.terms = terms
    }

    package func matches(_ labels: [String: JSONValue]) -> Bool {
        terms.allSatisfy { term in
            let value = labels[term.key]?.string
            return switch term.requirement {
            case .one(let values): value.map(values.contains) ?? false
            case .none(let values): value.map { !values.contains($0) } ?? true
            case .present: value != nil
            case .absent: value == nil
            case .above(let bound): value.flatMap { Int($0) }.map { $0 > bound } ?? false
            case .below(let bound): value.flatMap { Int($0) }.map { $0 < bound } ?? false
            }
        }
    }
}
