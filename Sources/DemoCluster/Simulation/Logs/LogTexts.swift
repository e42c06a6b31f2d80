import Foundation

/// Lines as the usual images write them.
enum LogTexts {
    static func opening(_ role: ImageProfile.Role, _ container: String, at start: Date, ends: Bool)
        -> [String]
    {
        let stamp = Timestamp.microseconds(start)
        switch role {
        case .mysql:
            return [
                "\(day(start)) [Note] [Entrypoint]: Entrypoint script for MySQL Server 8.4 started.",
                "\(day(start)) [Note] [Entrypoint]: Initializing database files",
                "\(stamp) 0 [System] [MY-013169] [Server] /usr/sbin/mysqld (mysqld 8.4) initializing of server in progress as process 80",
                "\(stamp) 1 [System] [MY-013576] [InnoDB] InnoDB initialization has started.",
                "\(stamp) 1 [System] [MY-013577] [InnoDB] InnoDB initialization has ended.",
                "\(day(start)) [Note] [Entrypoint]: Creating database wordpress",
                "\(day(start)) [Note] [Entrypoint]: MySQL init process done. Ready for start up.",
                "\(stamp) 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.4'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.",
            ]
        case .postgres:
            return [
                "The files belonging to this database system will be owned by user \"postgres\".",
                "PostgreSQL init process complete; ready for start up.",
                "\(day(start)) UTC [1] LOG:  starting PostgreSQL 17 on x86_64-pc-linux-musl",
                "\(day(start)) UTC [1] LOG:  listening on IPv4 address \"0.0.0.0\", port 5432",
                "\(day(start)) UTC [1] LOG:  database system is ready to accept connections",
            ]
        case .redis:
            return [
                "1:M \(day(start)) * oO0OoO0OoO0Oo Server is starting oO0OoO0OoO0Oo",
                "1:M \(day(start)) * Running mode=standalone, port=6379.",
                "1:M \(day(start)) * Ready to accept connections tcp",
            ]
        case .wordpress where ends:
            return [
                "WordPress not found in /var/www/html - copying now...",
                "Complete! WordPress has been successfully copied to /var/www/html",
            ]
        case .wordpress:
            return [
                "WordPress not found in /var/www/html - copying now...",
                "Complete! WordPress has been successfully copied to /var/www/html",
                "[\(apache(start))] [mpm_prefork:notice] [pid 1:tid 1] AH00163: Apache/2.4 (Debian) PHP/8.3 configured -- resuming normal operations",
                "[\(apache(start))] [core:notice] [pid 1:tid 1] AH00094: Command line: 'apache2 -D FOREGROUND'",
            ]
        case .setup:
            return [
                "Waiting for the database ...", "The database answers.",
                "Success: WordPress installed successfully.",
                "Installing WooCommerce ...", "Plugin 'woocommerce' activated.",
                "Success: Installed 1 of 1 plugins.", "Success: Updated 'woocommerce_coming_soon' option.",
                "Success: Updated payment_gateway cod.", "Success: Created product 10.",
                "Success: Rewrite structure set.", "Success: Rewrite rules flushed.",
            ]
        case .medusa where ends:
            return [
                "info:    Running migrations...", "info:    Migrations completed",
                "info:    Syncing links...",
                "info:    User created successfully.",
            ]
        case .medusa:
            return [
                "info:    Watching filesystem to reload dev server on file change",
                "info:    Creating server", "info:    Server is ready on port: 9000 – 1843ms",
                "info:    Admin URL → http://localhost:9000/app",
            ]
        case .storefront:
            return [
                "  ▲ Next.js", "  - Local:        http://localhost:8000", " ✓ Starting...",
                " ✓ Ready in 412ms",
            ]
        case .webServer:
            return [
                "\(stamp) INF Starting \(container)", "\(stamp) INF Configuration loaded",
                "\(stamp) INF Listening",
            ]
        case .generic:
            return ["\(stamp) \(container): starting", "\(stamp) \(container): ready"]
                + (ends ? ["\(stamp) \(container): done"] : [])
        }
    }

    static func steady(_ role: ImageProfile.Role, _ container: String, _ hash: UInt64, at time: Date)
        -> String
    {
        let pages = [
            "/", "/shop/", "/product/urumi-mug/", "/cart/", "/checkout/", "/my-account/",
            "/wp-json/wc/store/v1/products",
        ]
        let page = pages[Int(hash % UInt64(pages.count))]
        let client = "10.244.\(hash % 3 + 1).\(hash / 7 % 200 + 10)"
        switch role {
        case .wordpress, .setup:
            return
                "\(client) - - [\(apache(time))] \"GET \(page) HTTP/1.1\" 200 \(4000 + hash % 40_000) \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\""
        case .mysql:
            return
                "\(Timestamp.microseconds(time)) \(hash % 90 + 10) [Note] [MY-010914] [Server] Connection \(hash % 9000) closed normally."
        case .postgres:
            return "\(day(time)) UTC [27] LOG:  checkpoint complete: wrote \(hash % 90 + 3) buffers"
        case .redis: return "1:M \(day(time)) * \(hash % 900 + 1) changes in 60 seconds. Saving..."
        case .medusa:
            let paths = [
                "/store/products", "/store/regions", "/store/carts", "/health", "/store/collections",
            ]
            return
                "http:    \(client) \"GET \(paths[Int(hash % 5)]) HTTP/1.1\" 200 - (\(hash % 90 + 4).\(hash % 900 + 100) ms)"
        case .storefront: return " GET \(page) 200 in \(hash % 180 + 12)ms"
        case .webServer:
            return "\(client) - - [\(apache(time))] \"GET \(page) HTTP/1.1\" 200 \(hash % 9000 + 300)"
        case .generic:
            return "\(Timestamp.microseconds(time)) \(container): handled \(hash % 40 + 1) requests"
        }
    }

    private static func day(_ date: Date) -> String {
        let text = Timestamp.string(date)
        return text.replacingOccurrences(of: "T", with: " ").replacingOccurrences(of: "Z", with: "")
    }

    private static func apache(_ date: Date) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = Timestamp.civil(Int(date.timeIntervalSince1970))
        return
            "\(Timestamp.padded(time.day, 2))/\(months[time.month - 1])/\(time.year):\(Timestamp.padded(time.hour, 2)):"
            + "\(Timestamp.padded(time.minute, 2)):\(Timestamp.padded(time.second, 2)) +0000"
    }
}
