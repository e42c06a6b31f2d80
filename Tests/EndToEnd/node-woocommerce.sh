# shellcheck shell=bash disable=SC2034
# helm/woocommerce on the real node: WordPress, Apache and PHP of Debian, MariaDB in MySQL's place, and stand-ins
# for the images' entry points, WP-CLI and WooCommerce.

WOOCOMMERCE=$HERE/images/woocommerce

value_of() { sed -n "s/^ *$1: *\\($2.*\\)/\\1/p" "$REPOSITORY/helm/woocommerce/values.yaml" | head -n 1; }

images_woocommerce() {
  local root images link
  debian_root wordpress curl apache2 libapache2-mod-php8.2 php8.2-cli php8.2-mysql php8.2-xml php8.2-mbstring \
    wordpress wordpress-theme-twentytwentythree || return
  root=$REPLY
  if [ ! -d "$root/usr/src/woocommerce" ]; then php_of_debian "$root"; fi
  install -D -t "$root/usr/src/woocommerce" -m 644 "$WOOCOMMERCE"/woocommerce/*
  install -D -t "$root/usr/local/bin" "$WOOCOMMERCE"/wordpress/{docker-entrypoint.sh,apache2-foreground,wp}
  ln -sf docker-entrypoint.sh "$root/usr/local/bin/docker-ensure-installed.sh"
  install -m 644 "$WOOCOMMERCE/wordpress/wp-config-docker.php" "$root/usr/src/wordpress/"
  install -m 644 "$WOOCOMMERCE/wordpress/htaccess" "$root/usr/src/wordpress/.htaccess"
  install -m 644 "$WOOCOMMERCE/wordpress/docker-php.conf" "$root/etc/apache2/conf-enabled/"
  images=docker.io/library/$(value_of image wordpress),docker.io/library/$(value_of cliImage wordpress),docker.io/library/wordpress:next
  pack_image "$root" "$IMAGE_CACHE/wordpress.tar" "$images" docker-entrypoint.sh apache2-foreground || return

  debian_root mysql mariadb-server-core mariadb-client || return
  root=$REPLY
  install -D -t "$root/usr/local/bin" "$WOOCOMMERCE/mysql/docker-entrypoint.sh"
  mkdir -p "$root"/{docker-entrypoint-initdb.d,var/lib/mysql}
  pack_image "$root" "$IMAGE_CACHE/mysql.tar" "docker.io/library/$(value_of image mysql),docker.io/library/mysql:next" \
    docker-entrypoint.sh mysqld || return
  ARCHIVES+=("$IMAGE_CACHE/wordpress.tar" "$IMAGE_CACHE/mysql.tar")
}

# What the packages' scripts would have set up, and the official images have.
php_of_debian() {
  local root=$1 module file priority
  ln -sf php8.2 "$root/usr/bin/php"
  ln -sf ../sites-available/000-default.conf "$root/etc/apache2/sites-enabled/000-default.conf"
  mkdir -p "$root"/{etc/apache2/{mods,conf}-enabled,etc/php/8.2/{cli,apache2}/conf.d,usr/local/etc/php/conf.d,var/www/html,usr/src/woocommerce}
  for module in mpm_prefork authn_core authz_core authz_host dir mime env setenvif alias rewrite filter php8.2; do
    for file in load conf; do
      [ ! -e "$root/etc/apache2/mods-available/$module.$file" ] || ln -sf "../mods-available/$module.$file" "$root/etc/apache2/mods-enabled/"
    done
  done
  for file in "$root"/usr/share/php8.2-*/*/*.ini; do
    [ -e "$file" ] || continue
    priority=$(sed -n 's/^; *priority=//p' "$file")
    for module in cli apache2; do cp "$file" "$root/etc/php/8.2/$module/conf.d/${priority:-20}-${file##*/}"; done
  done
  install -d -m 777 "$root/var/log/apache2"
  ln -sf /dev/stderr "$root/var/log/apache2/error.log"
  ln -sf /dev/stdout "$root/var/log/apache2/access.log"
  # Debian's WordPress is a tree of links to other packages.
  chroot "$root" sh -c 'cp -rL /usr/share/wordpress /usr/src/ 2>/dev/null; rm -f /usr/src/wordpress/wp-config.php'
  rm -rf "$root/usr/src/wordpress/wp-content/languages" "$root"/usr/share/{wordpress,javascript,fonts,perl} "$root/var/lib/wordpress"
}

check_woocommerce() { :; }
