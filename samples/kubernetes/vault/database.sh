#!/bin/sh
# Vault's side of the database: engine, connection, role, policy. Run by somebody who may do all of this, with VAULT_ADDR and
# VAULT_TOKEN set and the password of vault_admin on standard input; Vault replaces that password. May be run again, as for
# other lengths, and then reads no password. Say VAULT=bao for OpenBao.
set -eu
cd "$(dirname "$0")"
vault=${VAULT:-vault}
default='postgresql://{{username}}:{{password}}@db.internal:5432/shop?sslmode=verify-full'
url=${DATABASE_URL:-$default}

"$vault" secrets list | grep -q '^database/' || "$vault" secrets enable database
if ! "$vault" read database/config/shop >/dev/null 2>&1; then
    tr -d '\n' | "$vault" write database/config/shop \
        plugin_name=postgresql-database-plugin \
        connection_url="$url" \
        username=vault_admin \
        password=- \
        password_authentication=scram-sha-256 \
        allowed_roles=shop
fi
"$vault" write -force database/rotate-root/shop # from here on only Vault knows the password
"$vault" write database/roles/shop \
    db_name=shop \
    creation_statements=@creation.sql \
    revocation_statements=@revocation.sql \
    renew_statements=@renewal.sql \
    default_ttl="${DEFAULT_TTL:-1h}" \
    max_ttl="${MAX_TTL:-24h}"
"$vault" policy write shop-db shop-db.hcl
