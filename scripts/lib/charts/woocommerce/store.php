<?php
// A WordPress and a WooCommerce of arrays; the CALL-th change dies (DIE_AT), as a killed pod would.
final class Died extends Exception {}
$options = []; $products = []; $methods = []; $changes = 0; $dieAt = 0;
function change(): void { global $changes, $dieAt; if (++$changes === $dieAt) throw new Died(); }
function get_option($name, $default = false) { global $options; return $options[$name] ?? $default; }
function update_option($name, $value, $autoload = null) { global $options; if (get_option($name) !== $value) { change(); $options[$name] = $value; } return true; }
function delete_option($name) { global $options; unset($options[$name]); }
function wc_get_product_id_by_sku($sku) { global $products; return $products[$sku] ?? 0; }
final class WP_CLI { static array $log = []; static function log($line) { self::$log[] = $line; } }
final class WC_Install {
    static function newly_installed() { update_option('woocommerce_coming_soon', 'yes'); }
    static function create_pages() { update_option('pages', 'there'); }
}
final class Rewrite { function set_permalink_structure($s) { update_option('permalink_structure', $s); } }
final class Gateway { function update_option($k, $v) { update_option("cod_$k", $v); } }
final class Gateways { function payment_gateways() { return ['cod' => new Gateway()]; } }
final class Woo { function payment_gateways() { return new Gateways(); } }
function WC() { return new Woo(); }
final class Method { public string $id = 'flat_rate'; function __construct(private int $n) {} function get_instance_id() { return $this->n; } }
final class WC_Shipping_Zone {
    function __construct(int $id) {}
    function get_shipping_methods() { global $methods; return $methods; }
    function add_shipping_method($kind) { global $methods; change(); $n = count($methods) + 1; $methods[] = new Method($n); return $n; }
}
final class WC_Product_Simple {
    private string $sku = '';
    function __call($name, $arguments) { if ($name === 'set_sku') $this->sku = $arguments[0]; }
    function save() { global $products; change(); $products[$this->sku] = ($products[$this->sku] ?? 0) + 1; }
}
putenv('SHOP_COUNTRY=DE:BE'); putenv('SHOP_CURRENCY=EUR'); putenv('SHOP_SAMPLE_PRODUCT=true');
$wp_rewrite = new Rewrite();
$source = preg_replace('/^<\?php/', '', file_get_contents($argv[1]));
[$functions, $run] = explode('$done = ', $source, 2);
eval($functions);
function run(): void { global $run; eval('$done = ' . $run); }
function world(): array { global $options, $products, $methods; ksort($options); return [$options, $products, count($methods)]; }

run();
$wanted = world(); $total = $changes;
assert($wanted[0]['woocommerce_coming_soon'] === 'no' && $wanted[1] === ['urumi-sample' => 1] && $wanted[2] === 1);
assert($wanted[0]['cod_enabled'] === 'yes' && $wanted[0]['woocommerce_currency'] === 'EUR');
for ($at = 1; $at <= $total; $at++) {
    $options = $products = $methods = []; $changes = 0; $dieAt = $at;
    try { run(); assert(false); } catch (Died) {}
    $dieAt = 0;
    run();
    if (world() !== $wanted) { fwrite(STDERR, "dead at change $at: " . json_encode(world()) . "\n"); exit(1); }
}
$products = []; $options['cod_enabled'] = 'no'; $options['woocommerce_coming_soon'] = 'yes';
$changes = 0; run();
assert($changes === 0 && $products === [] && $options['cod_enabled'] === 'no');
echo "$total changes\n";
