import Domain
import FoundationEssentials
import Terminal

/// A job and its steps as lines.
enum JobText {
    /// A line on the job, then one for each step.
    static func lines(_ job: Job, now: Date, width: Int, glyphs: Glyphs) -> [DocumentLine] {
        var lines: [DocumentLine] = [.spans(headline(job, now: now, glyphs: glyphs, withStore: false))]
        for step in job.steps {
            lines.append(.spans(line(step, of: job, now: now, glyphs: glyphs)))
            if step.state == .running, !step.detail.isEmpty {
                let text = String(repeating: " ", count: 4) + step.detail
                lines += DocumentLine.wrapped(text, width: width, indent: 4, style: Style(.muted))
            }
        }
        if let actor = job.cancelRequestedBy, job.state.isActive {
            lines += DocumentLine.wrapped(
                "\(actor) cancelled it; what it began is being undone", width: width, style: Style(.warning))
        } else if let reason = job.parameters.undoneBecause, job.state.isActive {
            lines += DocumentLine.wrapped(
                "goes back to the revision before, because \(reason.message)", width: width,
                style: Style(.warning))
        }
        if let failure = job.failure {
            lines += DocumentLine.wrapped(failure.message, width: width, style: Style(.failed))
        }
        return lines
    }

    /// Such as `◐ create shop  running 12 s  release: waits for …`.
    static func headline(_ job: Job, now: Date, glyphs: Glyphs, withStore: Bool = true) -> [Span] {
        let look = job.look
        var spans = [
            Span("\(look.mark.character(glyphs)) ", Style(look.role)),
            Span(job.kind.rawValue.padded(to: withStore ? 9 : 0), Style(.text, bold: true)),
        ]
        if withStore {
            spans.append(Span("\(job.storeName)  ".padded(to: 18), Style(.text)))
        } else {
            spans.append(Span("  "))
        }
        spans.append(Span(state(job, now: now), Style(look.role)))
        let said = withStore || job.state != .running ? remark(job, now: now) : place(job)
        if !said.isEmpty { spans.append(Span("  \(said)", Style(job.state == .failed ? .failed : .muted))) }
        return spans
    }

    private static func state(_ job: Job, now: Date) -> String {
        let took = job.duration(at: now).map(ElapsedText.text) ?? ""
        if job.state.isActive, job.cancelRequestedBy != nil { return "being cancelled \(took)" }
        switch job.state {
        case .queued: return job.attempt > 0 ? "queued again" : "queued \(took)"
        case .running: return "running \(took)"
        case .succeeded: return took.isEmpty ? "done" : "done in \(took)"
        case .failed: return took.isEmpty ? "failed" : "failed after \(took)"
        case .cancelled: return "cancelled"
        }
    }

    private static func remark(_ job: Job, now: Date) -> String {
        switch job.state {
        case .queued:
            if job.runAt > now {
                let wait = "next try in \(ElapsedText.text(job.runAt.timeIntervalSince(now).rounded(.up)))"
                return job.failure.map { "\(wait), because \($0.message)" } ?? wait
            }
            return "waits for its turn"
        case .running:
            return job.currentStep.map { step in
                "\(step.name.rawValue): \(pace(step, of: job, now: now))"
                    + (step.detail.isEmpty ? "" : ", \(step.detail)")
            } ?? ""
        case .failed: return job.failure?.message ?? ""
        case .succeeded, .cancelled:
            return job.finishedAt.map { "\(AgeText.text(since: $0, now: now)) ago" } ?? ""
        }
    }

    /// Where among its steps it is.
    private static func place(_ job: Job) -> String {
        guard let index = job.steps.firstIndex(where: { $0.state == .running }) else { return "" }
        return "step \(index + 1) of \(job.steps.count)"
    }

    /// How long the step takes, against what is usual.
    private static func pace(_ step: StepRecord, of job: Job, now: Date) -> String {
        let usual = ElapsedText.text(step.name.usual(in: job.kind))
        return "\(step.elapsed(at: now).map(ElapsedText.text) ?? ""), usually \(usual)"
    }

    private static func line(_ step: StepRecord, of job: Job, now: Date, glyphs: Glyphs) -> [Span] {
        let look = step.look
        let name = "\(look.mark.character(glyphs)) \(look.word)".padded(to: 14)
        let said: String =
            switch step.state {
            case .running: pace(step, of: job, now: now)
            case .pending: ""
            default:
                [step.elapsed(at: now).map(ElapsedText.text) ?? "", step.detail].filter { !$0.isEmpty }
                    .joined(separator: ", ")
            }
        return [
            Span("  "), Span(name + " ", Style(look.role)),
            Span(said, Style(step.state == .failed ? .failed : step.state == .running ? .text : .muted)),
        ]
    }

    /// Every step in one line, as a strip.
    static func strip(_ job: Job, glyphs: Glyphs) -> [Span] {
        [Span("  ")]
            + job.steps.map { step in
                Span(
                    "\(step.look.mark.character(glyphs)) \(step.name.rawValue)  ",
                    Style(step.look.role, bold: step.state == .running))
            }
    }
}
