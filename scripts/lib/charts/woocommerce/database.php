<?php
// database.php against a MySQL of arrays: what counts as empty, and what may be dropped. It ends its process,
// so each case has its own: php database.php FILE runs them all, php database.php FILE CASE one.

const CASES = [
    // name => [word, tables with their rows that somebody worked with, fails, code, tables dropped]
    'an empty database is empty' => ['empty', [], false, 0, 0],
    "another program's tables don't count" => ['empty', ['statistics' => 0], false, 0, 0],
    'a table of WordPress does' => ['empty', ['wp_options' => 0], false, 1, 0],
    'a database that does not answer is not empty' => ['empty', [], true, 255, 0],
    'what was just begun is dropped' => ['reset', ['wp_options' => 0, 'wp_users' => 0, 'statistics' => 0], false, 0, 2],
    'a second user stays' => ['reset', ['wp_options' => 0, 'wp_users' => 1], false, 1, 0],
    'a product or an order stays' => ['reset', ['wp_options' => 0, 'wp_posts' => 1], false, 1, 0],
    'a shop with WooCommerce stays' => ['reset', ['wp_options' => 0, 'wp_wc_orders' => 0], false, 1, 0],
    'so does an older one' => ['reset', ['wp_options' => 0, 'wp_woocommerce_sessions' => 0], false, 1, 0],
    'nothing is dropped of a database that does not answer' => ['reset', ['wp_options' => 0], true, 255, 0],
];

const MYSQLI_REPORT_ERROR = 1;
const MYSQLI_REPORT_STRICT = 2;

function mysqli_report(int $flags): void
{
}

class mysqli_sql_exception extends RuntimeException
{
}

class mysqli
{
    public static array $tables;
    public static bool $fails;

    public function __construct(string ...$login)
    {
        if (self::$fails) {
            throw new mysqli_sql_exception('gone away');
        }
    }

    public function query(string $sql): object
    {
        $rows = match (true) {
            $sql === 'SHOW TABLES' => array_map(fn (string $name): array => [$name], array_keys(self::$tables)),
            preg_match('/^SELECT 1 FROM `(\w+)`/', $sql, $found) === 1 => array_fill(0, self::$tables[$found[1]], [1]),
            default => [],
        };
        if (str_starts_with($sql, 'DROP TABLE')) {
            echo "$sql\n";
        }
        return new class ($rows) {
            public int $num_rows;

            public function __construct(private array $rows)
            {
                $this->num_rows = count($rows);
            }

            public function fetch_all(): array
            {
                return $this->rows;
            }
        };
    }
}

[, $file, $case] = [...$argv, ''];
if ($case !== '') {
    [$word, mysqli::$tables, mysqli::$fails] = CASES[$case];
    putenv('WORDPRESS_DB_PASSWORD_FILE=/dev/null');
    $argv = [$file, $word];
    require $file;
    exit(0);
}
foreach (CASES as $name => [, , , $code, $dropped]) {
    $lines = [];
    exec(implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, '-n', __FILE__, $file, $name])) . ' 2>&1', $lines, $ended);
    $said = implode("\n", $lines);
    assert($ended === $code, "$name: ended with $ended: $said");
    assert(count(preg_grep('/^DROP TABLE `wp_/', $lines)) === $dropped, "$name: $said");
    assert(count(preg_grep('/^DROP TABLE/', $lines)) === $dropped, "$name: $said");
    assert($code !== 1 || str_contains($said, 'Nothing was changed.'), "$name: $said");
}
