<?php
// What the chart's setup calls of WooCommerce, done with WordPress's own posts and options.
final class WC_Install
{
    /** As WooCommerce does, does nothing while its lock stands. */
    public static function install(): void
    {
        if (get_transient('wc_installing') === 'yes') {
            return;
        }
        set_transient('wc_installing', 'yes', 600);
        usleep(500000);
        global $wpdb;
        $wpdb->query("CREATE TABLE IF NOT EXISTS {$wpdb->prefix}wc_lookup (id BIGINT PRIMARY KEY)");
        update_option('woocommerce_db_version', WC_VERSION);
        delete_transient('wc_installing');
    }

    public static function newly_installed(): void
    {
        usleep(300000);
        update_option('woocommerce_coming_soon', 'yes');
    }

    public static function create_pages(): void
    {
        foreach (['shop', 'cart', 'checkout'] as $slug) {
            usleep(200000);
            if (!get_page_by_path($slug)) {
                wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => ucfirst($slug), 'post_name' => $slug, 'post_content' => "[woocommerce_$slug]"]);
            }
        }
    }
}

final class WC_Gateway
{
    public function update_option(string $key, string $value): void
    {
        update_option('woocommerce_cod_settings', [$key => $value] + (array) get_option('woocommerce_cod_settings', []));
    }
}

final class WC_Gateways
{
    public function payment_gateways(): array
    {
        return ['cod' => new WC_Gateway()];
    }
}

final class WooCommerce
{
    public function payment_gateways(): WC_Gateways
    {
        return new WC_Gateways();
    }
}

function WC(): WooCommerce
{
    return new WooCommerce();
}

final class WC_Shipping_Zone
{
    public function __construct(int $id) {}

    public function get_shipping_methods(): array
    {
        return array_map(fn($n) => new class ($n) {
            public string $id = 'flat_rate';
            public function __construct(private int $n) {}
            public function get_instance_id(): int { return $this->n; }
        }, (array) get_option('stand_in_methods', []));
    }

    public function add_shipping_method(string $kind): int
    {
        usleep(200000);
        $methods = (array) get_option('stand_in_methods', []);
        $methods[] = $number = count($methods) + 1;
        update_option('stand_in_methods', $methods);
        return $number;
    }
}

function wc_get_product_id_by_sku(string $sku): int
{
    return get_posts(['post_type' => 'product', 'meta_key' => '_sku', 'meta_value' => $sku, 'fields' => 'ids'])[0] ?? 0;
}

final class WC_Product_Simple
{
    private array $values = [];

    public function __call(string $name, array $arguments): void
    {
        $this->values[$name] = $arguments[0];
    }

    public function save(): void
    {
        usleep(200000);
        wp_insert_post(['post_type' => 'product', 'post_status' => 'publish', 'post_title' => $this->values['set_name'], 'meta_input' => ['_sku' => $this->values['set_sku']]]);
    }
}
