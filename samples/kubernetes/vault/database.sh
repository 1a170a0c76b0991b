#!/bin/sh
# Vault's side of the database: engine, connection, role, policy. Run once, as somebody who may do all of this, with
# VAULT_ADDR and VAULT_TOKEN set and the password of vault_admin on standard input; Vault replaces that password.
# Say VAULT=bao for OpenBao.
set -eu
cd "$(dirname "$0")"
vault=${VAULT:-vault}
default='postgresql://{{username}}:{{password}}@db.internal:5432/shop?sslmode=verify-full'
url=${DATABASE_URL:-$default}

"$vault" secrets enable database
tr -d '\n' | "$vault" write database/config/shop \
    plugin_name=postgresql-database-plugin \
    connection_url="$url" \
    username=vault_admin \
    password=- \
    password_authentication=scram-sha-256 \
    allowed_roles=shop
"$vault" write -force database/rotate-root/shop # from here on only Vault knows the password
"$vault" write database/roles/shop \
    db_name=shop \
    creation_statements=@creation.sql \
    revocation_statements=@revocation.sql \
    renew_statements=@renewal.sql \
    default_ttl="${DEFAULT_TTL:-1h}" \
    max_ttl="${MAX_TTL:-24h}"
"$vault" policy write shop-db shop-db.hcl
