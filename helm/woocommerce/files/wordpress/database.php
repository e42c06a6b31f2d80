<?php
// wait: until the database takes our login.   reset: drops every table of this WordPress.
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

function reset_tables(string $prefix): void
{
    $database = connect();
    $database->query('SET FOREIGN_KEY_CHECKS = 0');
    foreach ($database->query('SHOW TABLES')->fetch_all() as [$table]) {
        if (str_starts_with($table, $prefix)) {
            $database->query("DROP TABLE `$table`");
        }
    }
}

match ($argv[1] ?? '') {
    'wait' => wait(time() + (int) ($argv[2] ?? 600)),
    'reset' => reset_tables('wp_'),
};
