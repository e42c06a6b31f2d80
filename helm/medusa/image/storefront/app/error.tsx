"use client";

export default function Failure({ reset }: { error: Error; reset: () => void }) {
    return (
        <>
            <h1>The shop does not answer</h1>
            <p>This is not your fault. Try again in a moment.</p>
            <button onClick={reset}>Try again</button>
        </>
    );
}
