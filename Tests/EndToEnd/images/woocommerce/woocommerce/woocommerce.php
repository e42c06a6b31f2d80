<?php
/**
 * Plugin Name: WooCommerce
 * Description: Stands in for WooCommerce in tests of the chart.
 * Version: @VERSION@
 */
define('WC_VERSION', '@VERSION@');
require __DIR__ . '/functions.php';
register_activation_hook(__FILE__, ['WC_Install', 'install']);
add_action('init', fn() => register_post_type('product', ['public' => true, 'label' => 'Products']));
add_shortcode('woocommerce_shop', function (): string {
    if (get_option('woocommerce_coming_soon') !== 'no') {
        return 'Great things are on the horizon';
    }
    return implode('', array_map(fn($post) => "<li class=\"product\">{$post->post_title}</li>", get_posts(['post_type' => 'product'])));
});
