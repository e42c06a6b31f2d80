<?php
// What a new shop needs to sell something. Each part is done once and recorded, so that a later revision
// never takes back what the merchant has changed since; one cut short before it was recorded is done again,
// and finds its own traces.

/** @return array<string, callable(): void> */
function store_parts(): array
{
    $parts = [
        'woocommerce' => function (): void {
            // WooCommerce finishes a first installation on the first admin page; nobody has opened one yet.
            WC_Install::newly_installed();
            update_option('woocommerce_onboarding_profile', ['skipped' => true]);
        },
        'region' => function (): void {
            update_option('woocommerce_default_country', getenv('SHOP_COUNTRY'));
            update_option('woocommerce_currency', getenv('SHOP_CURRENCY'));
        },
        'pages' => function (): void {
            WC_Install::create_pages();
        },
        'permalinks' => function (): void {
            global $wp_rewrite;
            $wp_rewrite->set_permalink_structure('/%postname%/');
            // Rebuilt by the next request, which knows every page and post type.
            delete_option('rewrite_rules');
        },
        'payment' => function (): void {
            WC()->payment_gateways()->payment_gateways()['cod']->update_option('enabled', 'yes');
        },
        'shipping' => function (): void {
            $everywhere = new WC_Shipping_Zone(0);
            $instance = null;
            foreach ($everywhere->get_shipping_methods() as $method) {
                if ($method->id === 'flat_rate') {
                    $instance = $method->get_instance_id();
                }
            }
            $instance ??= $everywhere->add_shipping_method('flat_rate');
            $settings = "woocommerce_flat_rate_{$instance}_settings";
            if (!get_option($settings)) {
                update_option($settings, ['title' => 'Flat rate', 'tax_status' => 'taxable', 'cost' => '5']);
            }
        },
    ];
    if (getenv('SHOP_SAMPLE_PRODUCT') === 'true') {
        $parts['sample product'] = function (): void {
            if (wc_get_product_id_by_sku('urumi-sample')) {
                return;
            }
            $product = new WC_Product_Simple();
            $product->set_name('Sample product');
            $product->set_sku('urumi-sample');
            $product->set_regular_price('25');
            $product->set_short_description('Buy it to see that everything works; delete it when you like.');
            $product->set_status('publish');
            $product->save();
        };
    }
    $parts['opening'] = function (): void {
        update_option('woocommerce_coming_soon', 'no');
        update_option('woocommerce_store_pages_only', 'no');
    };
    return $parts;
}

$done = (array) get_option('urumi_setup', []);
foreach (store_parts() as $name => $part) {
    if (in_array($name, $done, true)) {
        WP_CLI::log("Store: $name was done before");
        continue;
    }
    $part();
    $done[] = $name;
    update_option('urumi_setup', $done, false);
    WP_CLI::log("Store: $name done");
}
