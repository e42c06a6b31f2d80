<?php
// Stands in for the WordPress image's: every setting from the environment, or from the file that NAME_FILE names.
function setting(string $name, string $default): string
{
    $file = getenv("{$name}_FILE");
    return $file ? rtrim(file_get_contents($file), "\r\n") : (getenv($name) ?: $default);
}
foreach (['NAME' => 'wordpress', 'USER' => 'user', 'PASSWORD' => '', 'HOST' => 'mysql', 'CHARSET' => 'utf8', 'COLLATE' => ''] as $name => $default) {
    define("DB_$name", setting("WORDPRESS_DB_$name", $default));
}
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    foreach (['KEY', 'SALT'] as $kind) {
        define("{$name}_$kind", setting("WORDPRESS_{$name}_$kind", 'unset'));
    }
}
$table_prefix = setting('WORDPRESS_TABLE_PREFIX', 'wp_');
define('WP_DEBUG', false);
if (strpos($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '', 'https') !== false) {
    $_SERVER['HTTPS'] = 'on';
}
eval(setting('WORDPRESS_CONFIG_EXTRA', ''));
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
