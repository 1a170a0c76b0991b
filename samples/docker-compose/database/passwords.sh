#!/bin/sh
# Run by the image of PostgreSQL, after roles.sql.
set -eu
psql -q -v ON_ERROR_STOP=1 -U postgres -d shop -v owner="$OWNER_PASSWORD" -v admin="$VAULT_ADMIN_PASSWORD" <<'SQL'
ALTER ROLE shop_owner PASSWORD :'owner';
ALTER ROLE vault_admin PASSWORD :'admin';
SQL
