/** @type {import('next').NextConfig} */
export default {
    output: "standalone",
    poweredByHeader: false,
    // Pictures come from the backend as they are.
    images: { unoptimized: true },
    async redirects() {
        // The ingress sends exactly /admin here; Medusa's admin pages are at /app.
        return [{ source: "/admin", destination: "/app", permanent: false }];
    },
};
