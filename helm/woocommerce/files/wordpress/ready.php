<?php
// 200 when the database answers and WordPress is installed, 503 before, 500 without a database.
// Loads neither plugins nor the theme: a plugin that breaks must not take away the pages it is mended on.
define('SHORTINIT', true);
require '/var/www/html/wp-load.php';

$wpdb->suppress_errors();
$installed = $wpdb->get_var("SELECT 1 FROM {$wpdb->options} WHERE option_name = 'siteurl'");

http_response_code($installed ? 200 : 503);
header('Content-Type: text/plain; charset=utf-8');
header('Cache-Control: no-store');
echo $installed ? "ready\n" : "not installed\n";
