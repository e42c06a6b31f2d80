<?php
// wait: until the database takes our login.   empty: ends with 1 where it has a table of this WordPress.
// reset: drops every such table, unless somebody has worked with them.
// PHP speaks to MySQL itself: MariaDB's command-line client, which WP-CLI would call, can't log in to MySQL 8.4.
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);

function connect(): mysqli
{
    $password = rtrim(file_get_contents(getenv('WORDPRESS_DB_PASSWORD_FILE')), "\r\n");
    // Failures come as exceptions; warnings beside them say it a second time.
    return @new mysqli(getenv('WORDPRESS_DB_HOST'), getenv('WORDPRESS_DB_USER'), $password, getenv('WORDPRESS_DB_NAME'));
}

function wait(int $deadline): void
{
    for ($attempt = 0;; $attempt++) {
        try {
            connect()->query('SELECT 1');
            echo "The database answers.\n";
            return;
        } catch (mysqli_sql_exception $error) {
            if (time() >= $deadline) {
                fwrite(STDERR, "The database did not answer in time: {$error->getMessage()}\n");
                exit(1);
            }
            if ($attempt % 10 === 0) {
                echo "Waiting for the database: {$error->getMessage()}\n";
            }
            sleep(2);
        }
    }
}

function tables(mysqli $database, string $prefix): array
{
    $all = array_column($database->query('SHOW TABLES')->fetch_all(), 0);
    return array_values(array_filter($all, fn (string $table): bool => str_starts_with($table, $prefix)));
}

function refuse(string $reason): never
{
    fwrite(STDERR, "$reason Nothing was changed.\n");
    exit(1);
}

function require_empty(string $prefix): void
{
    if (tables(connect(), $prefix) !== []) {
        refuse('WordPress does not run, but the database has a shop: see what it says above, and whether its image, '
            . 'a plugin or a drop-in was changed.');
    }
}

function reset_tables(string $prefix): void
{
    $database = connect();
    $tables = tables($database, $prefix);
    // WooCommerce comes once WordPress is complete: whatever left the marker, that installation had ended.
    if (preg_grep("/^{$prefix}(wc|woocommerce)_/", $tables) !== []) {
        refuse('The installation seems to have been cut short, but WooCommerce has been installed since; if the shop '
            . 'is whole, remove wp-content/.urumi/installing-core.');
    }
    $traces = [
        "{$prefix}users" => '1 ORDER BY ID LIMIT 1 OFFSET 1',
        "{$prefix}posts" => "post_type IN ('shop_order', 'product') LIMIT 1",
    ];
    foreach ($traces as $table => $condition) {
        if (in_array($table, $tables, true) && $database->query("SELECT 1 FROM `$table` WHERE $condition")->num_rows > 0) {
            refuse("The installation seems to have been cut short, but $table has been worked with.");
        }
    }
    $database->query('SET FOREIGN_KEY_CHECKS = 0');
    foreach ($tables as $table) {
        $database->query("DROP TABLE `$table`");
    }
}

match ($argv[1] ?? '') {
    'wait' => wait(time() + (int) ($argv[2] ?? 600)),
    'empty' => require_empty('wp_'),
    'reset' => reset_tables('wp_'),
};
