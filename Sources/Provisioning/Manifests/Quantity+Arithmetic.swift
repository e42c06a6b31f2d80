internal import Kubernetes

// Held at the limit where a sum would be beyond 64 bits.
extension Quantity {
    static var zero: Quantity { .count(0) }
    static func count(_ number: Int64) -> Quantity { Quantity(thousandths: number * 1_000) }
    static func mebibytes(_ number: Int64) -> Quantity { .count(number << 20) }

    static func + (left: Quantity, right: Quantity) -> Quantity {
        let (sum, isBeyond) = left.thousandths.addingReportingOverflow(right.thousandths)
        return Quantity(thousandths: isBeyond ? .max : sum)
    }

    static func * (factor: Int, amount: Quantity) -> Quantity {
        let (product, isBeyond) = amount.thousandths.multipliedReportingOverflow(by: Int64(factor))
        return Quantity(thousandths: isBeyond ? .max : product)
    }
}
